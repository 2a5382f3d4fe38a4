import { replace } from './edited.ts'

/** The build leaves its image definitions under their usual name. */
export const edit = replace(
  'buildspecs/out/api-image.yml',
  'files:\n    - api.imagedefinitions.json',
  'files:\n    - imagedefinitions.json',
)
