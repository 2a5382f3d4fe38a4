import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { http } from '../contract.ts'

const dockerfile = readFileSync(join(import.meta.dirname, '../Dockerfile'), 'utf8')
const all = (instruction: string): string[] =>
  [...dockerfile.matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map((match) => match[1]!)

test('the image exposes the port of the contract', () => {
  expect(all('EXPOSE')).toEqual([String(http.port)])
})

test('the one base image is pinned to an exact version', () => {
  const bases = all('FROM').filter((from) => !/^\w+( AS \w+)?$/.test(from))
  expect(bases).toEqual([expect.stringMatching(/^node:22\.\d+\.\d+-bookworm-slim AS base$/)])
})

test('the container runs node itself, so that SIGTERM reaches it, and not as root', () => {
  expect(all('CMD')).toEqual(['["node", "dist/server/main.js"]'])
  expect(all('USER')).toEqual(['node'])
})
