// The command line. A verb is one entry of verbs.ts and one file of commands/, loaded only when it is called.
import { readLine } from './read-line.ts'
import { report } from './report.ts'
import { verbs } from './verbs.ts'

// The SDK prints a notice about Node 20 into every command's output; the supported versions are in package.json.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const words = process.argv.slice(2)
const line = readLine(words, verbs)
try {
  if (line) await line.verb.run(line.given, line.words)
  else await (await import('./program.ts')).runProgram(words, verbs)
} catch (error) {
  process.exitCode = report(error, words.includes('--json'))
}
