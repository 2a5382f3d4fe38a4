// Root file systems kept from earlier builds, by the layers they consist of. A new one is made from them with hard links:
// creating files is what takes the time in a tree of node_modules.
import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Descriptor } from '../../ecr/oci/image.ts'
import { unpackLayer } from '../../ecr/oci/unpack-layer.ts'
import type { ImageStore } from './image-store.ts'

const run = promisify(execFile)

const treeOf = (store: ImageStore, layers: readonly Descriptor[]): string => {
  const name = createHash('sha256')
    .update(layers.map((layer) => layer.digest).join())
    .digest('hex')
  return join(store.directory, 'unpacked', name.slice(0, 32))
}

/** Copies a tree with links to its files, or clones of them where the file system has clones. */
const linkTree = async (from: string, to: string): Promise<boolean> => {
  await mkdir(dirname(to), { recursive: true })
  const flags = process.platform === 'darwin' ? '-Rc' : '-al'
  return run('cp', [flags, from, to]).then(
    () => true,
    // Another build may have dropped the tree meanwhile: unpacking works always.
    () => rm(to, { recursive: true, force: true }).then(() => false),
  )
}

/** Makes the root file system of some layers, from the longest kept tree that they begin with. */
export const unpackTree = async (store: ImageStore, layers: readonly Descriptor[], rootfs: string): Promise<void> => {
  let have = 0
  for (let length = layers.length; length > 0 && have === 0; length--) {
    const tree = treeOf(store, layers.slice(0, length))
    if (existsSync(tree) && (await linkTree(tree, rootfs))) have = length
  }
  await mkdir(rootfs, { recursive: true })
  for (const layer of layers.slice(have)) await unpackLayer(store.blob(layer.digest), rootfs)
}

/** Keeps a root file system for later builds. */
export const keepTree = async (store: ImageStore, layers: readonly Descriptor[], rootfs: string): Promise<void> => {
  const tree = treeOf(store, layers)
  await mkdir(dirname(tree), { recursive: true })
  if (!existsSync(tree)) await rename(rootfs, tree).catch(() => undefined)
}

/** Drops all kept trees: a command wrote into a file that they share. */
export const dropTrees = async (store: ImageStore): Promise<void> => {
  const dropped = join(store.directory, `dropped-${randomUUID()}`)
  const moved = await rename(join(store.directory, 'unpacked'), dropped).then(
    () => true,
    () => false,
  )
  if (moved) await rm(dropped, { recursive: true, force: true })
}
