// Part of the set-up: gets cfn-lint while there may be a network, so that a check later needs none.
import { findCfnLint } from './find-cfn-lint.ts'

const found = findCfnLint(process.cwd(), process.env)
if ('why' in found) process.stderr.write(`set-up: cfn-lint will be skipped: ${found.why}\n  to get it: ${found.how}\n`)
