import type { Delivery, Workflow, WorkflowChoice } from '#model'
import { ciWorkflow } from './ci.ts'
import { driftWorkflow } from './drift.ts'
import { previewWorkflow } from './preview.ts'
import { releaseWorkflow } from './release.ts'
import { syncedSites, syncWorkflow } from './sync.ts'

const chosen: Readonly<Record<WorkflowChoice, (d: Delivery) => Workflow>> = {
  ci: ciWorkflow,
  drift: driftWorkflow,
  release: releaseWorkflow,
}

/** The GitHub workflows of a delivery. What the cloud must trust and allow them follows from their jobs. */
export const workflowsOf = (d: Delivery): readonly Workflow[] => [
  previewWorkflow(d),
  ...(syncedSites(d).length > 0 ? [syncWorkflow(d)] : []),
  ...[...new Set(d.workflows)].map((each) => chosen[each](d)),
]
