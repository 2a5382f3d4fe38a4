import type { Delivery, Workflow } from '#model'
import { previewWorkflow } from './preview.ts'
import { syncWorkflow } from './sync.ts'

/** The GitHub workflows of a delivery. What the cloud must trust and allow them follows from their jobs. */
export const workflowsOf = (d: Delivery): readonly Workflow[] => [
  previewWorkflow(d),
  ...(d.sites.length > 0 ? [syncWorkflow(d)] : []),
]
