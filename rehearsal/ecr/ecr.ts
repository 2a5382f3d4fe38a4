// The local ECR: repositories over the wire and through CloudFormation, images through the registry protocol.
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { camelKeys } from '../codebuild/camel-keys.ts'
import type { ResourceProvider, Service, Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { ImageConfig, ImageManifest } from './oci/image.ts'
import { imageName } from './oci/image-name.ts'
import { unpackLayer } from './oci/unpack-layer.ts'
import { type EcrState, ecrOperations } from './operations.ts'
import { blobFile, registryHandler } from './registry.ts'
import { imageOf, putImage, type Repository } from './repository.ts'

export interface PulledImage {
  readonly digest: string
  readonly config: ImageConfig
  /** The unpacked root file system; shared by all who pull the digest unless they name a directory. */
  readonly rootfs: string
}

export interface EcrApi {
  /** The registry's HTTP side, for requests below /v2/. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Unpacks an image. Rejects with the words of ECS's CannotPullContainerError when there is none. */
  readonly pull: (imageUri: string, intoDir?: string) => Promise<PulledImage>
  /** The digest that an image name stands for, if the registry has it. */
  readonly resolve: (imageUri: string) => string | undefined
}

/** The ECR service and what other services call in process. */
export const ecr = (world: World): { readonly service: Service; readonly api: EcrApi } => {
  const directory = join(world.home, 'ecr')
  const host = `${world.account}.dkr.ecr.${world.region}.amazonaws.com`
  const repositories = new Map<string, Repository>()
  const tokens = new Map<string, Date>()
  const unpacked = new Map<string, Promise<string>>()
  const hasBlob = (digest: string) => existsSync(blobFile(directory, digest))

  const create = (name: string, settings: Shape): Repository => {
    const repository: Repository = {
      name,
      arn: `arn:aws:ecr:${world.region}:${world.account}:repository/${name}`,
      uri: `${host}/${name}`,
      createdAt: world.clock.now(),
      settings,
      images: new Map(),
      tags: new Map(),
    }
    repositories.set(name, repository)
    return repository
  }
  const state: EcrState = {
    account: world.account,
    region: world.region,
    repositories,
    now: world.clock.now,
    create,
    token: () => {
      const token = Buffer.from(`AWS:${world.id()}`).toString('base64')
      const expiresAt = new Date(world.clock.now().getTime() + 12 * 3600_000)
      tokens.set(token, expiresAt)
      return { token, expiresAt }
    },
    hasBlob,
  }

  const find = (imageUri: string) => {
    const { host: from, repository, tag, digest } = imageName(imageUri)
    if (from !== undefined && from !== host) return undefined
    const found = repositories.get(repository)
    return found && imageOf(found, digest ? { digest } : { tag: tag ?? 'latest' })
  }
  const unpack = async (manifest: ImageManifest, rootfs: string) => {
    const partial = `${rootfs}.partial`
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    for (const layer of manifest.layers) await unpackLayer(blobFile(directory, layer.digest), partial)
    await rm(rootfs, { recursive: true, force: true })
    await rename(partial, rootfs)
    return rootfs
  }

  const api: EcrApi = {
    handle: registryHandler({
      directory,
      id: world.id,
      account: world.account,
      accepts: (token) => (tokens.get(token)?.getTime() ?? 0) > world.clock.now().getTime(),
      exists: (name) => repositories.has(name),
      find: (name, reference) => {
        const repository = repositories.get(name)
        const image =
          repository &&
          imageOf(repository, reference.startsWith('sha256:') ? { digest: reference } : { tag: reference })
        if (image) image.pulledAt = world.clock.now()
        return image
      },
      put: (name, reference, { manifest, mediaType }) => {
        const tag = reference.startsWith('sha256:') ? undefined : reference
        const repository = repositories.get(name) as Repository
        const existing = tag === undefined ? undefined : imageOf(repository, { tag })
        // Pushing what is already there succeeds, in an immutable repository too.
        if (existing?.manifest === manifest) return existing
        const image = putImage(repository, {
          manifest,
          mediaType,
          tag,
          at: world.clock.now(),
          registryId: world.account,
          hasBlob,
        })
        world.notice({ from: 'ecr', subject: `${name}:${tag ?? image.digest}`, says: `pushed ${image.digest}` })
        return image
      },
      tags: (name) => [...(repositories.get(name)?.tags.keys() ?? [])],
    }),
    resolve: (imageUri) => find(imageUri)?.digest,
    pull: async (imageUri, intoDir) => {
      const image = find(imageUri)
      if (!image) throw new Error(`CannotPullContainerError: ${imageUri}: not found`)
      const manifest = JSON.parse(image.manifest) as ImageManifest
      const config = JSON.parse(await readFile(blobFile(directory, manifest.config.digest), 'utf8')) as ImageConfig
      const shared = join(directory, 'rootfs', image.digest.slice('sha256:'.length, 'sha256:'.length + 16))
      if (intoDir) return { digest: image.digest, config, rootfs: await unpack(manifest, intoDir) }
      const rootfs = unpacked.get(image.digest) ?? unpack(manifest, shared)
      unpacked.set(image.digest, rootfs)
      return { digest: image.digest, config, rootfs: await rootfs }
    },
  }

  const attributes = (repository: Repository) => ({ Arn: repository.arn, RepositoryUri: repository.uri })
  const settingsOf = (properties: Shape) => camelKeys(properties, ['repositoryPolicyText']) as Shape
  const provider: ResourceProvider = {
    create: async (properties, context) => {
      const name = String(properties.RepositoryName ?? context.physicalName(256).toLowerCase())
      if (repositories.has(name)) {
        throw new Error(`The repository with name '${name}' already exists in the registry with id '${world.account}'`)
      }
      const repository = create(name, settingsOf(properties))
      repository.lifecyclePolicy = properties.LifecyclePolicy?.LifecyclePolicyText
      return { physicalId: name, attributes: attributes(repository) }
    },
    update: async (made, _before, after) => {
      const repository = repositories.get(made.physicalId)
      if (repository) {
        repository.settings = settingsOf(after)
        repository.lifecyclePolicy = after.LifecyclePolicy?.LifecyclePolicyText
      }
      return made
    },
    remove: async (made, properties) => {
      const repository = repositories.get(made.physicalId)
      if (repository && repository.images.size > 0 && String(properties.EmptyOnDelete) !== 'true') {
        const place = `in registry with id '${world.account}' cannot be deleted because it still contains images`
        throw new Error(`The repository with name '${made.physicalId}' ${place}`)
      }
      repositories.delete(made.physicalId)
    },
  }

  return {
    api,
    service: {
      name: 'ecr',
      protocol: 'json',
      target: 'AmazonEC2ContainerRegistry_V20150921',
      operations: ecrOperations(state),
      resources: { 'AWS::ECR::Repository': provider },
    },
  }
}
