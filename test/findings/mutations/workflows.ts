// What people break between the jobs and steps of workflows.
import { replace } from '../edited.ts'
import { paths, type Row } from './row.ts'

const { publish } = paths

/** The edits. */
export const workflows: readonly Row[] = [
  ['the job may not ask for a token', 'id-token-missing', replace(publish, 'id-token: write', 'contents: read')],
  ['a job needs one that is not there', 'needs-unresolved', replace(publish, '- build-web', '- build')],
  [
    'a step reads one that is not there',
    'step-unresolved',
    replace(publish, 'steps.find-the-bucket-and-the-distribution.outputs.bucket', 'steps.find.outputs.bucket'),
  ],
  [
    'a step reads an output that is not written',
    'output-unresolved',
    replace(publish, 'outputs.distribution', 'outputs.distribution-id'),
  ],
]
