// Entry of the `aws` command; bundled into one file.
import { aws } from './aws/aws.ts'
import { runAsProcess } from './command-line.ts'

await runAsProcess(aws)
