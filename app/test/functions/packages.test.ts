import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lambda, packagesFor, targetOf } from '../../functions/packages.ts'

it('builds for Lambda, unless npm is told of another machine', () => {
  expect(targetOf({})).toEqual(lambda)
  expect(targetOf({ npm_config_os: 'darwin', npm_config_cpu: 'x64' })).toEqual({ os: 'darwin', cpu: 'x64' })
})

it('has for a machine what runs on it, installed once', async () => {
  const here = { os: process.platform, cpu: process.arch }
  const folder = packagesFor(here)
  expect(packagesFor(here)).toBe(folder)
  const sharp = createRequire(join(folder, 'index.js'))('sharp')
  const { info } = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .webp()
    .toBuffer({ resolveWithObject: true })
  expect(info.format).toBe('webp')
})
