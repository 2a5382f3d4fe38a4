// Entry of the `curl` command; bundled into one file.
import { runAsProcess } from './command-line.ts'
import { curl } from './curl/curl.ts'

await runAsProcess(curl)
