import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { delivery, environment, github, image, service } from '#model'
import { generate, manifestFrom } from '#pipelines/generate.ts'
import { readManifest } from '#pipelines/read-manifest.ts'

const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const hello = delivery({
  name: 'hello',
  repo: github('acme/hello'),
  environments: [production],
  services: [service('web', { image: image('app'), port: 3000, health: '/health' })],
})

const root = mkdtempSync(join(tmpdir(), 'manifest-'))
beforeAll(() => {
  for (const file of generate(hello)) {
    mkdirSync(dirname(join(root, file.path)), { recursive: true })
    writeFileSync(join(root, file.path), file.text)
  }
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('says the same read from committed files as made from the configuration', () => {
  const fromConfiguration = manifestFrom(hello, production)
  expect(readManifest({ root, env: {} }, 'production')).toEqual(fromConfiguration)
  expect(fromConfiguration.stacks.length).toBeGreaterThan(3)
})

it('names every stack once, each with its template, its tags, and needs that are stacks of it', () => {
  const { stacks } = manifestFrom(hello, production)
  const names = stacks.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const stack of stacks) {
    expect(stack.template).toContain('Resources')
    expect(stack.tags).toEqual({
      'launchway:delivery': 'hello',
      'launchway:environment': 'production',
      'launchway:stack': stack.id,
    })
    for (const need of stack.needs) expect(names).toContain(need)
    for (const upload of stack.uploads) expect(upload.text).toContain('Resources')
  }
})

it('says which file is missing, or is no JSON, and how to get it', () => {
  expect(() => readManifest({ root, env: {} }, 'staging')).toThrow(/^pipelines\/out\/staging\.json: .*generate/s)
  writeFileSync(join(root, 'broken.json'), '{')
  expect(() => readManifest({ root, env: {} }, 'production', 'broken.json')).toThrow('this manifest is no JSON')
  const alone = mkdtempSync(join(tmpdir(), 'manifest-alone-'))
  cpSync(join(root, 'pipelines'), join(alone, 'pipelines'), { recursive: true })
  expect(() => readManifest({ root: alone, env: {} }, 'production')).toThrow(
    /^cfn\/out\/.*this generated file cannot be read/,
  )
  rmSync(alone, { recursive: true })
})
