// Applies a layer to a root file system, with its whiteouts.
// https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
import { execFile } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Unpacks a layer's tar file over what a root file system already has. */
export const unpackLayer = async (tarFile: string, rootfs: string): Promise<void> => {
  await mkdir(rootfs, { recursive: true })
  const { stdout } = await run('tar', ['-tf', tarFile], { maxBuffer: 256 * 1024 * 1024 })
  const whiteouts = stdout.includes('.wh.')
    ? stdout.split('\n').filter((path) => basename(path).startsWith('.wh.'))
    : []
  for (const path of whiteouts) {
    const directory = join(rootfs, dirname(path))
    const name = basename(path).slice('.wh.'.length)
    if (name !== '.wh..opq') await rm(join(directory, name), { recursive: true, force: true })
    else for (const one of await readdir(directory).catch(() => [])) await rm(join(directory, one), { recursive: true })
  }
  // `-o`: files belong to whoever runs this, not to the uid in the archive.
  await run('tar', ['-xof', tarFile, '--exclude=.wh.*', '-C', rootfs])
}
