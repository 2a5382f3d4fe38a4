import { replace } from './edited.ts'

/** The template names an image, which the pipeline replaces with every release. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  /Image:\n\s+Fn::If:\n.*\n.*\n.*\n/,
  'Image: public.ecr.aws/docker/library/nginx:1.29\n',
)
