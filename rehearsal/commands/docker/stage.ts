// A stage as it is built: its configuration, its layers, and a root file system that exists only once a step needs it.
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerConfig, Descriptor } from '../../ecr/oci/image.ts'
import { unpackLayer } from '../../ecr/oci/unpack-layer.ts'
import type { ImageStore } from './image-store.ts'
import { changesBetween, packLayer, type Snapshot, snapshot } from './layer.ts'

export interface StageState {
  /** A hash over everything that led here: the cache key of the next step is made from it. */
  key: string
  config: ContainerConfig
  layers: readonly Descriptor[]
  history: { readonly created_by: string; readonly empty_layer?: boolean }[]
  args: Record<string, string>
  shell: readonly string[]
  rootfs: string | undefined
  /** The last snapshot of the root file system, while it is still true. */
  seen: Snapshot | undefined
}

/** The key after a step. */
export const nextKey = (key: string, ...parts: readonly string[]): string =>
  createHash('sha256')
    .update([key, ...parts].join('\0'))
    .digest('hex')

/** The stage's root file system, unpacked from its layers when it does not exist yet. */
export const materialize = async (stage: StageState, store: ImageStore, directory: string): Promise<string> => {
  if (stage.rootfs) return stage.rootfs
  const rootfs = join(directory, 'rootfs')
  await mkdir(rootfs, { recursive: true })
  for (const layer of stage.layers) await unpackLayer(store.blob(layer.digest), rootfs)
  stage.rootfs = rootfs
  return rootfs
}

export interface FilesystemStep {
  readonly store: ImageStore
  readonly directory: string
  readonly key: string
  readonly createdBy: string
  readonly useCache: boolean
  /** The changes of a `run` are looked for; a `copy` knows the paths that it wrote. */
  readonly kind: 'run' | 'copy'
  readonly apply: (rootfs: string) => Promise<readonly string[] | undefined>
}

interface CachedStep {
  readonly layer: Descriptor | null
}

/** Does a step that changes files, or takes its layer from the cache. True when it was cached. */
export const filesystemStep = async (stage: StageState, step: FilesystemStep): Promise<boolean> => {
  const { store } = step
  const add = (layer: Descriptor | null) => {
    stage.key = step.key
    stage.layers = layer ? [...stage.layers, layer] : stage.layers
    stage.history.push({ created_by: step.createdBy, ...(layer ? {} : { empty_layer: true }) })
  }
  const cached = step.useCache ? ((await store.recall(step.key)) as CachedStep | undefined) : undefined
  // Once a step has run, the root file system exists and a later cached layer would have to be applied to it.
  if (cached && (cached.layer === null || store.has(cached.layer.digest))) {
    if (stage.rootfs && cached.layer) {
      await unpackLayer(store.blob(cached.layer.digest), stage.rootfs)
      stage.seen = undefined
    }
    add(cached.layer)
    return true
  }
  const rootfs = await materialize(stage, store, step.directory)
  const before = step.kind === 'run' ? (stage.seen ?? snapshot(rootfs)) : undefined
  const known = await step.apply(rootfs)
  stage.seen = before && snapshot(rootfs)
  const changes = before && stage.seen ? changesBetween(before, stage.seen) : { changed: known ?? [], removed: [] }
  const layer = (await packLayer(store, rootfs, changes)) ?? null
  await store.remember(step.key, { layer } satisfies CachedStep)
  add(layer)
  return false
}
