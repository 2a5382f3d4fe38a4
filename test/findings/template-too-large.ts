import { append } from './edited.ts'

/** A template grew past what one request holds. */
export const edit = append('cfn/out/production/service-api.yaml', `# ${'x'.repeat(51_200)}\n`)
