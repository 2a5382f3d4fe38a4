import type { Change, Plan, StackChange } from '#model'
import { stackFile } from './an-environment.ts'

/** A change as CloudFormation describes it: a topic that is added, unless told. */
export const aChange = (more: Partial<Change> = {}): Change => ({
  action: 'Add',
  logicalId: 'Topic',
  type: 'AWS::SNS::Topic',
  properties: [],
  ...more,
})

/** A stack that these changes update. */
export const aStackChange = (id: string, changes: readonly Change[], more: Partial<StackChange> = {}): StackChange => ({
  stack: stackFile(id),
  kind: changes.length > 0 ? 'update' : 'unchanged',
  changes,
  predicted: false,
  seen: 'none',
  ...more,
})

/** A plan of these stacks. */
export const aPlan = (...stacks: readonly StackChange[]): Plan => ({
  environment: 'production',
  account: '111111111111',
  region: 'eu-west-1',
  stacks,
})
