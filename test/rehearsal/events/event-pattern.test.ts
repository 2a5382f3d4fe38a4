import { expect, test } from 'vitest'
import { parseEventPattern } from '#rehearsal/events/event-pattern.ts'

const event = {
  source: 'aws.s3',
  detail: { key: 'avatars/Ada.PNG', size: 20, tags: ['a', 'b'], none: null, list: [{ id: 1 }, { id: 2 }] },
}

test.each([
  [{ source: ['aws.s3'] }, true],
  [{ source: ['aws.ec2', 'aws.s3'], detail: { size: [20] } }, true],
  [{ source: ['aws.ec2'] }, false],
  [{ detail: { key: [{ prefix: 'avatars/' }] } }, true],
  [{ detail: { key: [{ prefix: 'Avatars/' }] } }, false],
  [{ detail: { key: [{ prefix: { 'equals-ignore-case': 'AVATARS' } }] } }, true],
  [{ detail: { key: [{ suffix: '.png' }] } }, false],
  [{ detail: { key: [{ suffix: { 'equals-ignore-case': '.png' } }] } }, true],
  [{ detail: { key: [{ wildcard: 'avatars/*.PNG' }] } }, true],
  [{ detail: { key: [{ wildcard: 'avatars/*.jpg' }] } }, false],
  [{ detail: { key: [{ 'equals-ignore-case': 'AVATARS/ada.png' }] } }, true],
  [{ detail: { key: [{ 'anything-but': 'avatars/Ada.PNG' }] } }, false],
  [{ detail: { key: [{ 'anything-but': ['x', 'y'] }] } }, true],
  [{ detail: { key: [{ 'anything-but': { prefix: 'avatars/' } }] } }, false],
  [{ detail: { absent: [{ 'anything-but': 'x' }] } }, false],
  [{ detail: { size: [{ numeric: ['>', 10, '<=', 20] }] } }, true],
  [{ detail: { size: [{ numeric: ['<', 20] }] } }, false],
  [{ detail: { size: [{ exists: true }], absent: [{ exists: false }] } }, true],
  [{ detail: { absent: [{ exists: true }] } }, false],
  [{ detail: { none: [null] } }, true],
  [{ detail: { tags: ['b'] } }, true],
  [{ detail: { tags: [{ 'anything-but': 'a' }] } }, true],
  [{ detail: { list: { id: [2] } } }, true],
  [{ detail: { $or: [{ size: [1] }, { key: [{ prefix: 'avatars/' }] }] } }, true],
  [{ detail: { $or: [{ size: [1] }, { size: [2] }] } }, false],
])('%j matches: %s', (pattern, expected) => {
  expect(parseEventPattern(JSON.stringify(pattern))(event)).toBe(expected)
})

test.each(['{', '[]', '{"a":"b"}', '{"a":[]}', '{"a":[{"nearly":1}]}', '{"a":[{"numeric":["~",1]}]}'])(
  '%s is no pattern',
  (text) => {
    expect(() => parseEventPattern(text)).toThrow(/Event pattern is not valid/)
  },
)
