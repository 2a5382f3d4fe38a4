import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinedPages, renewedPage, withItem } from '../../../client/data/page.ts'

const idOf = (item: number): number => item
const same = (item: number): string => String(idOf(item))
const page = (items: readonly number[], next: string | null = null) => ({ items, next })

test('the newest page goes before what was known of older ones', () => {
  expect(renewedPage(page([5, 4, 3, 2, 1], 'older'), page([7, 6, 5], 'newer'), same)).toEqual(
    page([7, 6, 5, 4, 3, 2, 1], 'older'),
  )
})

test('what is gone from the newest page is gone', () => {
  expect(renewedPage(page([5, 4, 3, 2]), page([5, 3]), same).items).toEqual([5, 3, 2])
})

test('older items go when there may be others between', () => {
  expect(renewedPage(page([2, 1], 'older'), page([9, 8], 'newer'), same)).toEqual(page([9, 8], 'newer'))
})

test('an item is put at the top, once', () => {
  expect(withItem(page([2, 1]), 3, same).items).toEqual([3, 2, 1])
  expect(withItem(page([3, 2, 1]), 2, same).items).toEqual([2, 3, 1])
})

test('however pages overlap, no item is there twice and none is lost', () => {
  const items = fc.uniqueArray(fc.nat(50))
  fc.assert(
    fc.property(items, items, (known, older) => {
      const joined = joinedPages(page(known), page(older), same).items
      expect([...joined].sort()).toEqual([...new Set([...known, ...older])].sort())
    }),
  )
})
