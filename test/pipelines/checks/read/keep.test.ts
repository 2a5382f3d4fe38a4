import { describe, expect, it } from 'vitest'
import { keepLast } from '#pipelines/checks/read/keep.ts'

const reading = (many: number) => {
  const read: string[] = []
  const keep = keepLast(many, ({ path, text }) => {
    read.push(`${path}: ${text}`)
    return { path, text }
  })
  return { read, ask: (path: string, text: string) => keep({ path, text }) }
}

describe('keepLast', () => {
  it('reads a file once, whoever asks for it again', () => {
    const { read, ask } = reading(2)
    expect(ask('a.yml', '1')).toBe(ask('a.yml', '1'))
    expect(read).toEqual(['a.yml: 1'])
  })

  it('reads it again when its text or its path is another', () => {
    const { read, ask } = reading(9)
    ask('a.yml', '1')
    expect(ask('a.yml', '2')).toEqual({ path: 'a.yml', text: '2' })
    expect(ask('b.yml', '1')).toEqual({ path: 'b.yml', text: '1' })
    expect(read).toHaveLength(3)
  })

  it('forgets the version of a file that nobody has asked for the longest', () => {
    const { read, ask } = reading(9)
    for (const text of ['1', '2', '3', '4', '1', '5', '1', '2']) ask('a.yml', text)
    expect(read.map((each) => each.at(-1))).toEqual(['1', '2', '3', '4', '5', '2'])
  })

  it('forgets the path that nobody has asked for the longest', () => {
    const { read, ask } = reading(2)
    for (const path of ['a', 'b', 'a', 'c', 'a', 'b']) ask(path, '1')
    expect(read.map((each) => each.at(0))).toEqual(['a', 'b', 'c', 'b'])
  })
})
