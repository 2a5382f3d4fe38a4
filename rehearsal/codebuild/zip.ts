// Zip files with file modes: what CodePipeline stores as artifacts and CodeBuild unpacks as source.
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { type AsyncZippable, unzipSync, zip as zipAsync } from 'fflate'

export interface ZipEntry {
  readonly data: Uint8Array
  /** Unix permission bits and file type; 0o100644 unless told. */
  readonly mode: number
}

/** A zip of the given files, by path. The entries carry their Unix modes and no times, so equal files give equal zips. */
export const zip = (entries: Readonly<Record<string, ZipEntry>>): Promise<Buffer> => {
  const mtime = new Date(1980, 0, 1)
  const files: AsyncZippable = Object.fromEntries(
    Object.entries(entries).map(([path, { data, mode }]) => [
      path,
      // Only large files are worth a worker thread, which is what fflate uses above 160 kB.
      [data, { level: 1, os: 3, attrs: (mode << 16) >>> 0, mtime }],
    ]),
  )
  return new Promise((resolve, reject) =>
    zipAsync(files, (error, bytes) =>
      error ? reject(error) : resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    ),
  )
}

/** The Unix modes in a zip's central directory, by path. */
const modesOf = (bytes: Buffer): ReadonlyMap<string, number> => {
  const modes = new Map<string, number>()
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50) end--
  if (end < 0) throw new Error('not a zip file')
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ]
    if (bytes[at + 5] === 3)
      modes.set(bytes.toString('utf8', at + 46, at + 46 + name), bytes.readUInt32LE(at + 38) >>> 16)
    at += 46 + name + extra + comment
  }
  return modes
}

/** The files in a zip, by path. */
export const unzip = (bytes: Buffer): Readonly<Record<string, ZipEntry>> => {
  const modes = modesOf(bytes)
  const files = Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith('/'))
  return Object.fromEntries(files.map(([path, data]) => [path, { data, mode: modes.get(path) || 0o100644 }]))
}

/** Writes the files of a zip below a directory, with their modes and symbolic links. */
export const unzipInto = async (bytes: Buffer, directory: string): Promise<void> => {
  await mkdir(directory, { recursive: true })
  for (const [path, { data, mode }] of Object.entries(unzip(bytes))) {
    const file = join(directory, path)
    if (!file.startsWith(directory + sep)) throw new Error(`zip entry "${path}" leads out of its directory`)
    await mkdir(dirname(file), { recursive: true })
    if ((mode & 0o170000) === 0o120000) await symlink(Buffer.from(data).toString(), file)
    else {
      await writeFile(file, data)
      if (mode & 0o111) await chmod(file, 0o755)
    }
  }
}
