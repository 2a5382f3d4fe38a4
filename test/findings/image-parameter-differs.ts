import { replace } from './edited.ts'

/** The service reads its image from a parameter that the pipeline does not write. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  'Default: /cruddur/production/api/image',
  'Default: /cruddur/production/api/image-uri',
)
