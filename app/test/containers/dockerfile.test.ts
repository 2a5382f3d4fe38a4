import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { http } from '../../contract.ts'

const app = join(import.meta.dirname, '../..')
const dockerfile = readFileSync(join(app, 'Dockerfile'), 'utf8')
const stages = dockerfile.split(/^FROM /m).slice(1)
const named = (name: string): string => stages.find((stage) => stage.split('\n')[0]?.endsWith(` AS ${name}`)) ?? ''
const all = (instruction: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map((match) => match[1]!)

test('each base image is named once, with an exact version', () => {
  const names = stages.map((stage) => /AS (\S+)/.exec(stage)?.[1])
  const bases = stages.map((stage) => stage.split(/\s/)[0]).filter((from) => !names.includes(from))
  expect(bases).toEqual([
    expect.stringMatching(/^node:22\.\d+\.\d+-bookworm-slim$/),
    expect.stringMatching(/^nginxinc\/nginx-unprivileged:\d+\.\d+\.\d+-alpine-slim$/),
  ])
})

test('the image that is built when none is named is that of the API, on the port of the contract', () => {
  expect(stages.at(-1)).toBe(named('server'))
  expect(all('EXPOSE', named('server'))).toEqual([String(http.port)])
})

test.each(['server', 'client', 'local'])('the container of %s is nobody of importance, by number', (stage) => {
  expect(all('USER', named(stage))).toEqual([expect.stringMatching(/^[1-9]\d+$/)])
})

test.each([
  ['server', '"node"'],
  ['client', '"nginx"'],
  ['local', '"node"'],
])('the container of %s runs %s itself, so that signals reach it', (stage, program) => {
  expect(all('CMD', named(stage))).toEqual([expect.stringMatching(new RegExp(`^\\[${program}, `))])
})

test('whatever is copied from here is there, and not kept from the build', () => {
  const ignored = readFileSync(join(app, '.dockerignore'), 'utf8').split('\n')
  const copied = all('COPY', dockerfile)
    .filter((words) => !words.startsWith('--from'))
    .flatMap((words) => words.split(' ').slice(0, -1))
  expect(copied.filter((path) => !existsSync(join(app, path)))).toEqual([])
  expect(copied.filter((path) => !ignored.includes(`!${path.split('/')[0]}`))).toEqual([])
})
