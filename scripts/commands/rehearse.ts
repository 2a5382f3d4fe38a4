import { rehearse } from '../rehearsal/rehearse.ts'
import { type Options, print } from '../report.ts'

/** `launchway rehearse`: the whole delivery on this machine; with `--once` it ends after the last check. */
export const rehearseCommand = async (options: Options & { readonly once?: boolean }): Promise<void> => {
  await rehearse({
    root: process.cwd(),
    config: options.config,
    once: options.once ?? false,
    env: process.env,
    // As JSON, people's lines go to standard error and the result alone to standard output.
    print: options.json ? (text) => void process.stderr.write(`${text}\n`) : print,
    result: (result) => {
      if (options.json) print(JSON.stringify(result, null, 2))
    },
  })
}
