import { expect, test } from 'vitest'
import { generateWorkflowTypes } from '#scripts/generate/workflow-types.ts'

test('the committed workflow types are those of GitHub’s grammar', async () => {
  await expect(generateWorkflowTypes()).toMatchFileSnapshot('../../../pipelines/workflows/workflow-types.generated.ts')
})
