import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Fault } from '#model'
import { packFolder } from '#pipelines/pack-folder.ts'

const folderWith = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'launchway-pack-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, 'fn', path, '..'), { recursive: true })
    writeFileSync(join(root, 'fn', path), content)
  }
  return root
}

const files = { 'index.mjs': 'export const handler = 1', 'lib/image.bin': new Uint8Array([0, 255, 128, 10]) }

describe('the code of a function', () => {
  it('is packaged whole, bytes as they are', () => {
    const packed = unzipSync(packFolder(folderWith(files))('fn').bytes)
    expect(Object.keys(packed).sort()).toEqual(['index.mjs', 'lib/image.bin'])
    expect(strFromU8(packed['index.mjs'] ?? new Uint8Array())).toBe('export const handler = 1')
    expect([...(packed['lib/image.bin'] ?? [])]).toEqual([0, 255, 128, 10])
  })

  it('has one name and one archive, whenever and wherever its files were written', () => {
    const [one, two] = [folderWith(files), folderWith(files)]
    utimesSync(join(two, 'fn', 'index.mjs'), 1, 1)
    const [first, second] = [packFolder(one)('fn'), packFolder(two)('fn')]
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(second.hash).toBe(first.hash)
    expect(Buffer.from(second.bytes).equals(first.bytes)).toBe(true)
  })

  it('has another name when a byte, a path or a boundary between files differs', () => {
    const hash = (given: Readonly<Record<string, string>>) => packFolder(folderWith(given))('fn').hash
    const different: readonly Readonly<Record<string, string>>[] = [
      { a: 'xy' },
      { a: 'x', b: 'y' },
      { a: 'x', by: '' },
      { b: 'xy' },
    ]
    const all = different.map(hash)
    expect(new Set(all).size).toBe(4)
  })

  it('is missed by name when its folder is not there or empty', () => {
    const root = folderWith(files)
    mkdirSync(join(root, 'empty'))
    for (const folder of ['nowhere', 'empty'])
      expect(() => packFolder(root)(folder)).toThrow(expect.objectContaining({ name: 'Fault' }) as Fault)
  })
})
