import { append } from './edited.ts'

/** The template of the bucket that longer ones are read from grew past what one request holds. */
export const edit = append('cfn/out/production/bootstrap.yaml', `# ${'x'.repeat(51_200)}\n`)
