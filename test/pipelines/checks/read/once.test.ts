import { expect, it } from 'vitest'
import { oncePer } from '#pipelines/checks/read/once.ts'

it('finds something out once for each object, also when there is nothing to find', () => {
  const asked: string[] = []
  const nameOf = oncePer(({ name }: { readonly name?: string }) => {
    asked.push(name ?? 'none')
    return name
  })
  const [one, other, nameless] = [{ name: 'a' }, { name: 'a' }, {}]
  for (const each of [one, one, other, nameless, nameless]) nameOf(each)
  expect(asked).toEqual(['a', 'a', 'none'])
  expect(nameOf(one)).toBe('a')
})
