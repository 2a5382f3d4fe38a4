import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const app = join(import.meta.dirname, '../..')
const compose = readFileSync(join(app, 'compose.yaml'), 'utf8')
const dockerfile = readFileSync(join(app, 'Dockerfile'), 'utf8')
const found = (pattern: RegExp): string[] => [...compose.matchAll(pattern)].map((match) => match[1] ?? '')
const services = (/^services:\n(.*?)^\S/ms.exec(compose)?.[1] ?? '').split(/^ {2}(?=\w)/m).slice(1)

test('no container may write, gain rights or keep any', () => {
  expect(services.length).toBeGreaterThan(4)
  expect(services.filter((service) => !service.includes('<<: *hardened'))).toEqual([])
  expect(compose).toMatch(/&hardened\n {2}read_only: true\n {2}cap_drop: \[ALL\]\n.*no-new-privileges:true/)
})

test('only this machine reaches the ports, and the database has none', () => {
  expect(found(/ports: \['(.*)'\]/g)).toEqual(['127.0.0.1:4566:4566', '127.0.0.1:8080:8080'])
})

test('the images are those of the Dockerfile, or of an exact version', () => {
  expect(found(/target: (\w+)/g).filter((name) => !dockerfile.includes(` AS ${name}\n`))).toEqual([])
  expect(found(/image: (\S+)/g).filter((name) => !/^cruddur-|:\d+\.\d+-/.test(name))).toEqual([])
})

test('what the containers run of dev/ is there', () => {
  const modules = [...found(/dev\/start\.js, ([\w-]+)/g), /"dev\/start\.js", "([\w-]+)"/.exec(dockerfile)?.[1] ?? '']
  expect(modules.filter((name) => !existsSync(join(app, `dev/${name}.ts`)))).toEqual([])
  expect(modules).toHaveLength(2)
})
