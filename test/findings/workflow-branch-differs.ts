import { replace } from './edited.ts'

/** Pull requests into the release branch are no longer previewed. */
export const edit = replace('.github/workflows/preview.yml', '- production', '- main')
