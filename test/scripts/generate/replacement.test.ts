import { expect, test } from 'vitest'
import { generateReplacement } from '#scripts/generate/replacement.ts'

test('the committed facts are the ones the resource specification gives', async () => {
  await expect(generateReplacement()).toMatchFileSnapshot('../../../cfn/analysis/replacement.generated.json')
})
