import { replace } from './edited.ts'

/** The manifest no longer waits for the stack that is imported from. */
export const edit = replace(
  'pipelines/out/production.json',
  /"needs": \[\n\s+"cruddur-production-network",\n\s+"cruddur-production-cluster"\n\s+\]/,
  '"needs": ["cruddur-production-network"]',
)
