// Images on this machine: blobs by digest, names that point at manifests, and the build cache.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  configType,
  type Descriptor,
  digestOf,
  type ImageConfig,
  type ImageManifest,
  manifestType,
} from '../../ecr/oci/image.ts'
import { taggedName } from '../../ecr/oci/image-name.ts'
import { Refusal } from '../command-line.ts'

export interface StoredName {
  readonly name: string
  /** The digest of the manifest, as a registry names the image. */
  readonly manifest: string
  /** The digest of the configuration: Docker's image id. */
  readonly id: string
  readonly created: string
  /** `<repository>@<digest>` for every registry it was pushed to or pulled from. */
  readonly repoDigests: readonly string[]
}

export interface ImageStore {
  readonly directory: string
  readonly blob: (digest: string) => string
  readonly has: (digest: string) => boolean
  readonly put: (content: string) => Promise<string>
  readonly read: (digest: string) => Promise<string>
  readonly names: () => Promise<readonly StoredName[]>
  /** The image with that name, id, or `repository@digest`. */
  readonly find: (name: string) => Promise<StoredName | undefined>
  readonly save: (image: StoredName) => Promise<void>
  readonly remove: (name: string) => Promise<void>
  /** A JSON value of the build cache. */
  readonly remember: (key: string, value: unknown) => Promise<void>
  readonly recall: (key: string) => Promise<unknown>
}

const writeWhole = async (file: string, content: string) => {
  const partial = `${file}.${process.pid}.partial`
  await writeFile(partial, content)
  await rename(partial, file)
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** The image store in a directory. Every name is a file of its own, so that builds may run at the same time. */
export const imageStore = async (directory: string): Promise<ImageStore> => {
  for (const one of ['blobs/sha256', 'names', 'steps']) await mkdir(join(directory, one), { recursive: true })
  const blob = (digest: string) => join(directory, 'blobs', 'sha256', digest.replace('sha256:', ''))
  const nameFile = (name: string) => join(directory, 'names', `${hash(name).slice(0, 32)}.json`)
  const names = async (): Promise<readonly StoredName[]> => {
    const files = (await readdir(join(directory, 'names'))).filter((file) => file.endsWith('.json'))
    return Promise.all(
      files.map(async (file) => JSON.parse(await readFile(join(directory, 'names', file), 'utf8')) as StoredName),
    )
  }
  return {
    directory,
    blob,
    has: (digest) => existsSync(blob(digest)),
    put: async (content) => {
      const digest = digestOf(content)
      await writeWhole(blob(digest), content)
      return digest
    },
    read: (digest) => readFile(blob(digest), 'utf8'),
    names,
    find: async (name) => {
      const all = await names()
      const tagged = taggedName(name)
      const id = name.replace(/^sha256:/, '')
      return (
        all.find((one) => one.name === tagged && !name.includes('@')) ??
        all.find((one) => one.repoDigests.includes(name)) ??
        (/^[0-9a-f]{12,64}$/.test(id) ? all.find((one) => one.id.startsWith(`sha256:${id}`)) : undefined)
      )
    },
    save: (image) => writeWhole(nameFile(image.name), JSON.stringify(image)),
    remove: (name) => rm(nameFile(taggedName(name)), { force: true }),
    remember: (key, value) => writeWhole(join(directory, 'steps', `${key}.json`), JSON.stringify(value)),
    recall: async (key) => {
      const text = await readFile(join(directory, 'steps', `${key}.json`), 'utf8').catch(() => undefined)
      return text === undefined ? undefined : JSON.parse(text)
    },
  }
}

/** Writes an image's configuration and manifest; gives the digests that name it. */
export const storeImage = async (store: ImageStore, image: { config: ImageConfig; layers: readonly Descriptor[] }) => {
  const config = JSON.stringify(image.config)
  const id = await store.put(config)
  const descriptor = { mediaType: configType, digest: id, size: Buffer.byteLength(config) }
  const whole: ImageManifest = { schemaVersion: 2, mediaType: manifestType, config: descriptor, layers: image.layers }
  return { id, manifest: await store.put(JSON.stringify(whole)) }
}

/** The manifest and configuration of a stored image. */
export const loadImage = async (store: ImageStore, image: StoredName) => {
  const manifest = JSON.parse(await store.read(image.manifest)) as ImageManifest
  return { manifest, config: JSON.parse(await store.read(manifest.config.digest)) as ImageConfig }
}

/** The image, or Docker's words for one that is not there. */
export const mustFind = async (store: ImageStore, name: string): Promise<StoredName> => {
  const image = await store.find(name)
  if (!image) throw new Refusal(`Error response from daemon: No such image: ${taggedName(name)}`)
  return image
}
