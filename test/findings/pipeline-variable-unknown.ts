import { replace } from './edited.ts'

/** The buildspec exports the variable under another name. */
export const edit = replace(
  'buildspecs/out/api-image.yml',
  'exported-variables:\n    - IMAGE_URI',
  'exported-variables:\n    - IMAGE_URL',
)
