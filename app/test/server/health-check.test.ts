import express from 'express'
import { pino } from 'pino'
import { afterEach, expect, inject, test } from 'vitest'
import { http } from '../../contract.ts'
import { createPool } from '../../db/pool.ts'
import { probeOf } from '../../db/probe.ts'
import { freePort } from '../../dev/free-port.ts'
import { healthCheck } from '../../server/health-check.ts'
import { silent } from '../setup/database.ts'
import { served } from '../setup/served.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const health = async (probe: () => Promise<void>, log = silent, patience?: Parameters<typeof healthCheck>[1]) => {
  const api = await served(express().get(http.health, healthCheck({ release: 'abc123', probe, log }, patience)))
  closing.push(api.close)
  return async () => {
    const response = await fetch(api.url + http.health)
    return { status: response.status, body: await response.json() }
  }
}

const ok = { status: 200, body: { status: 'ok', release: 'abc123', database: 'reachable' } }
const away = { status: 200, body: { status: 'ok', release: 'abc123', database: 'unreachable' } }
const unavailable = { status: 503, body: { status: 'unavailable', release: 'abc123', database: 'unreachable' } }

test('a reachable database is healthy', async () => {
  const pool = createPool(inject('postgres'), { log: silent })
  closing.push(() => pool.end())
  const ask = await health(probeOf(pool))
  expect(await ask()).toEqual(ok)
})

test('a database that was reached may be away for five minutes, and then no longer', async () => {
  let [time, isAway] = [0, false]
  const probe = async () => {
    if (isAway) throw new Error('away')
  }
  const ask = await health(probe, silent, { now: () => time })
  expect(await ask()).toEqual(ok)
  isAway = true
  time = 299_999
  expect(await ask()).toEqual(away)
  time = 300_000
  expect(await ask()).toEqual(unavailable)
  isAway = false
  expect(await ask()).toEqual(ok)
})

test('a database that is not there is not', async () => {
  const pool = createPool({ ...inject('postgres'), port: await freePort() }, { log: silent })
  closing.push(() => pool.end())
  const ask = await health(probeOf(pool))
  expect(await ask()).toEqual(unavailable)
})

test('the log hears of a change, not of each probe', async () => {
  const lines: string[] = []
  const log = pino({ level: 'info', base: null, timestamp: false }, { write: (line: string) => void lines.push(line) })
  let reason: string | undefined
  const ask = await health(async () => {
    if (reason) throw new Error(reason)
  }, log)
  expect(await ask()).toEqual(ok)
  reason = 'connect ECONNREFUSED'
  expect(await ask()).toEqual(away)
  expect(await ask()).toEqual(away)
  reason = undefined
  expect(await ask()).toEqual(ok)
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 40, reason: 'connect ECONNREFUSED', msg: 'health: the database is unreachable' },
    { level: 30, msg: 'health: the database is reachable again' },
  ])
})
