import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kebab, pascal } from '#model'

describe('the forms of a name', () => {
  it.each([
    ['api', 'api', 'Api'],
    ['image build', 'image-build', 'ImageBuild'],
    ['imageBuild', 'image-build', 'ImageBuild'],
    ['api-v2', 'api-v2', 'ApiV2'],
    ['Do it: now!', 'do-it-now', 'DoItNow'],
    ['', '', ''],
  ])('"%s" is %s and %s', (text, asKebab, asPascal) => {
    expect(kebab(text)).toBe(asKebab)
    expect(pascal(text)).toBe(asPascal)
  })

  it('are stable: of a form, the form is itself, and it holds nothing but words', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(kebab(kebab(text))).toBe(kebab(text))
        expect(kebab(text)).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/)
        expect(pascal(text)).toMatch(/^[A-Za-z0-9]*$/)
      }),
    )
  })
})
