// What people break between files, one edit each, with the code of the rule that catches it.
import { aDelivery, filesOf } from '../pipelines/checks/a-delivery.ts'
import { access } from './mutations/access.ts'
import { configuration } from './mutations/configuration.ts'
import { pipelines } from './mutations/pipelines.ts'
import type { Row } from './mutations/row.ts'
import { services } from './mutations/services.ts'
import { stacks } from './mutations/stacks.ts'
import { workflows } from './mutations/workflows.ts'

/** The delivery that they break. */
export const delivery = aDelivery()
/** Its files, by their paths. */
export const files = filesOf(delivery)

/** The edits. */
export const rows: readonly Row[] = [...stacks, ...pipelines, ...services, ...access, ...workflows, ...configuration]
