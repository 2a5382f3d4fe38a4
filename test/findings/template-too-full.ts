import { append } from './edited.ts'

/** A template got more outputs than CloudFormation takes. */
export const edit = append(
  'cfn/out/production/service-api.yaml',
  Array.from({ length: 200 }, (_, at) => `  More${at}:\n    Value: more\n`).join(''),
)
