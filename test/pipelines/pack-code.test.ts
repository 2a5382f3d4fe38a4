import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { packCode } from '#pipelines/pack-code.ts'

const root = mkdtempSync(join(tmpdir(), 'launchway-build-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const env = { PATH: process.env.PATH, AWS_SECRET_ACCESS_KEY: 'secret', COLOUR: 'red' }

describe('the code of a function that is built', () => {
  it('is what its command leaves in the folder', () => {
    const build = 'mkdir -p built/one && echo "$COLOUR$AWS_SECRET_ACCESS_KEY" > built/one/index.mjs'
    const { bytes } = packCode({ root, env })({ folder: 'built/one', build })
    expect(strFromU8(unzipSync(bytes)['index.mjs'] ?? new Uint8Array())).toBe('red\n')
  })

  it('is built once for all functions that share a command', () => {
    const build = 'mkdir -p built/a built/b && echo x | tee -a runs > built/a/index.mjs && echo y > built/b/index.mjs'
    const pack = packCode({ root, env })
    pack({ folder: 'built/a', build })
    pack({ folder: 'built/b', build })
    expect(readFileSync(join(root, 'runs'), 'utf8')).toBe('x\n')
  })

  it('is built for Lambda’s own machine, and for this one where Lambda is local', () => {
    const build = 'mkdir -p built/cpu && echo "$npm_config_os-$npm_config_cpu" > built/cpu/index.mjs'
    const builtAt = (endpoint: string) => {
      const { bytes } = packCode({ root, env: { ...env, AWS_ENDPOINT_URL: endpoint } })({ folder: 'built/cpu', build })
      return strFromU8(unzipSync(bytes)['index.mjs'] ?? new Uint8Array()).trim()
    }
    expect(builtAt('http://127.0.0.1:4566')).toBe(`${process.platform}-${process.arch}`)
    expect(builtAt('https://lambda.ca-central-1.amazonaws.com')).toBe('-')
  })

  it('is not packaged when its command fails', () => {
    expect(() => packCode({ root, env })({ folder: 'built/one', build: 'exit 3' })).toThrow(
      'this command of a function ends with 3',
    )
  })
})
