import { expect, test } from 'vitest'
import { initialsOf } from '../../../client/parts/initials.ts'

test.each([
  ['Andrew Brown', 'AB'],
  ['lore', 'L'],
  ['Ada King Lovelace', 'AL'],
  ['Lore 🐈', 'L'],
  ['андрей белый', 'АБ'],
  ['andrew_brown', 'AB'],
  ['🐈', ''],
])('the initials of "%s" are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
