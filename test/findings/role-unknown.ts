import { replace } from './edited.ts'

/** The workflow spells the role's name by hand. */
export const edit = replace('.github/workflows/sync.yml', 'role/cruddur-production-sync', 'role/cruddur-prod-sync')
