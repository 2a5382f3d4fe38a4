import { expect, test } from 'vitest'
import { printWorkflow } from '#pipelines/workflows/print.ts'
import { workflowsOf } from '#pipelines/workflows/workflows.ts'
import { aDelivery } from './a-delivery.ts'

test.each(workflowsOf(aDelivery()).map((each) => [each.name, each] as const))(
  'the workflow %s of a small delivery is printed as committed',
  async (name, workflow) => {
    await expect(printWorkflow(aDelivery(), workflow).text).toMatchFileSnapshot(
      `../../golden/workflows/.github/workflows/${name}.yml`,
    )
  },
)
