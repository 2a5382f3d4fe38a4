import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const quote = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`

/** Writes a directory with the commands `docker`, `aws` and `curl` that run the given bundles; it goes first on a build's PATH. */
export const installCommands = async (
  directory: string,
  bundles: Readonly<Record<'docker' | 'aws' | 'curl', string>>,
): Promise<string> => {
  await mkdir(directory, { recursive: true })
  for (const [name, bundle] of Object.entries(bundles)) {
    const file = join(directory, name)
    await writeFile(
      file,
      `#!/bin/sh\nLAUNCHWAY_COMMANDS=${quote(directory)} exec ${quote(process.execPath)} --no-warnings ${quote(bundle)} "$@"\n`,
    )
    await chmod(file, 0o755)
  }
  return directory
}
