import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '#model'
import { planMarkdown } from '#pipelines/print/markdown.ts'
import { aChange, aPlan, aStackChange } from '../a-plan.ts'

const changes = (many: number, more: (at: number) => Partial<Change>): readonly Change[] =>
  Array.from({ length: many }, (_, at) => aChange({ logicalId: `Resource${at}`, ...more(at) }))

const long = 'x'.repeat(2000)
const modified = (at: number, replacement: Change['replacement'] = 'False'): Partial<Change> => ({
  action: 'Modify',
  logicalId: `Resource${at}End`,
  replacement,
  properties: [{ path: '/Properties/Name', before: long, after: long, recreates: 'Always' }],
})

// GitHub refuses a longer body. https://docs.github.com/en/rest/issues/comments
const fits = (text: string) => text.length <= 65_536

const rowsOf = (text: string) => text.split('\n').filter((line) => /^\| (?!Change|---)/.test(line))

describe('a plan as a comment', () => {
  it('says that nothing changes', () => {
    expect(planMarkdown(aPlan(aStackChange('a', []), aStackChange('b', [])))).toContain(
      'Nothing: all 2 stacks are as their templates say.',
    )
  })

  it('opens the stacks that may lose something, and closes the others', () => {
    const text = planMarkdown(
      aPlan(aStackChange('safe', [aChange()]), aStackChange('risky', [aChange({ action: 'Remove' })])),
    )
    expect(text).toContain('<details><summary><b>hello-safe</b>: update (1 to add)</summary>')
    expect(text).toContain('<details open><summary><b>hello-risky</b>: update (1 to remove)</summary>')
    expect(text).toContain('⚠️ 1 of them remove or may replace something.')
  })

  it('says which stacks could only be read off their template', () => {
    expect(planMarkdown(aPlan(aStackChange('a', [aChange()], { kind: 'create', predicted: true })))).toContain(
      'Read off the template',
    )
  })

  it('shows every change while there is room', () => {
    const text = planMarkdown(
      aPlan(
        aStackChange(
          'a',
          changes(500, () => ({})),
        ),
      ),
    )
    expect(rowsOf(text)).toHaveLength(500)
    expect(fits(text)).toBe(true)
  })

  it('shows every risky one of 500 changes with long reasons, and says how many others it left out', () => {
    const given = changes(500, (at) => modified(at, at % 2 === 0 ? 'True' : 'False'))
    const text = planMarkdown(aPlan(aStackChange('a', given)))
    expect(fits(text)).toBe(true)
    for (const [at, change] of given.entries()) if (at % 2 === 0) expect(text).toContain(`\`${change.logicalId}\``)
    expect(rowsOf(text).length + Number(/and (\d+) more that neither/.exec(text)?.[1] ?? 0)).toBe(500)
  })

  it('drops no risky change of 5000 while it can fit: harmless ones and reasons go first', () => {
    const given = changes(5000, (at) => modified(at, at % 10 === 0 ? 'True' : 'False'))
    const text = planMarkdown(aPlan(aStackChange('a', given.slice(0, 2500)), aStackChange('b', given.slice(2500))))
    expect(fits(text)).toBe(true)
    for (const [at, change] of given.entries()) if (at % 10 === 0) expect(text).toContain(`\`${change.logicalId}\``)
  })

  it('counts what cannot fit at all: 5000 replacements end with a whole row, and how many more there are', () => {
    const text = planMarkdown(
      aPlan(
        aStackChange(
          'a',
          changes(5000, (at) => modified(at, 'True')),
        ),
      ),
    )
    expect(fits(text)).toBe(true)
    const shown = rowsOf(text).length
    expect(shown).toBeGreaterThan(500)
    for (const row of rowsOf(text)) expect(row.split(' | ')).toHaveLength(4)
    expect(text).toContain(`and ${5000 - shown} more that remove or may replace something`)
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  })

  it('is never longer than GitHub takes, whatever changes', () => {
    const change = fc.record({
      action: fc.constantFrom<Change['action']>('Add', 'Modify', 'Remove', 'Import', 'Dynamic'),
      replacement: fc.constantFrom<'True' | 'False' | 'Conditional'>('True', 'False', 'Conditional'),
      length: fc.integer({ min: 0, max: 255 }),
    })
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(1, 10, 60),
        fc.constantFrom(1, 3, 9),
        (few, times, stacks) => {
          const given = Array.from({ length: times }, () => few)
            .flat()
            .map(({ action, replacement, length }) =>
              aChange({ ...modified(0, replacement), action, logicalId: 'R'.repeat(length) }),
            )
          expect(
            fits(planMarkdown(aPlan(...Array.from({ length: stacks }, (_, at) => aStackChange(`s${at}`, given))))),
          ).toBe(true)
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('text that came from a template', () => {
  const because = (after: string) =>
    planMarkdown(
      aPlan(
        aStackChange('a', [
          aChange({ action: 'Modify', properties: [{ path: 'P', before: 'old', after, recreates: 'Never' }] }),
        ]),
      ),
    )
  it.each([
    ['a cell separator', 'a | b', 'a \\| b'],
    ['a line break', 'a\nb\r\nc', 'a b c'],
    ['a tag', '</details><img src=x>', '&lt;/details>&lt;img src=x>'],
    ['a mention', '@acme/everyone', '@\u200bacme/everyone'],
    ['an image', '![x](https://example.com/x.png)', '!\\[x\\](https://example.com/x.png)'],
    ['a code span', 'a `b` c', 'a \\`b\\` c'],
    ['an escape', 'a\\| b', 'a\\\\\\| b'],
  ])('cannot break out of its cell: %s', (_, given, expected) => {
    const text = because(given)
    expect(text).toContain(`P: old → ${expected} |`)
    expect(rowsOf(text)).toHaveLength(1)
  })

  it('cannot break out of a code span either', () => {
    const text = planMarkdown(aPlan(aStackChange('a', [aChange({ logicalId: 'A`|B', type: 'Custom::`x`' })])))
    expect(text).toContain("| Add | `A'\\|B` | `Custom::'x'` |")
  })
})
