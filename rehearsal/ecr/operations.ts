// ECR's control plane over the wire.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
import { awsError, type Operation, type Shape } from '../service.ts'
import { imageOf, putImage, type Repository, type StoredImage, tagsOf } from './repository.ts'

export interface EcrState {
  readonly account: string
  readonly region: string
  readonly repositories: Map<string, Repository>
  readonly now: () => Date
  readonly create: (name: string, settings: Shape) => Repository
  readonly token: () => { readonly token: string; readonly expiresAt: Date }
  readonly hasBlob: (digest: string) => boolean
}

/** The repository of that name, or ECR's refusal. */
const mustRepository = ({ repositories, account }: EcrState, name: unknown): Repository => {
  const repository = repositories.get(String(name))
  if (repository) return repository
  const place = `does not exist in the registry with id '${account}'`
  throw awsError('RepositoryNotFoundException', `The repository with name '${name}' ${place}`)
}

const seconds = (date: Date) => date.getTime() / 1000

/** The operations of the ECR service. */
export const ecrOperations = (state: EcrState): Readonly<Record<string, Operation>> => {
  const registryId = state.account
  const repositoryShape = (repository: Repository): Shape => ({
    repositoryArn: repository.arn,
    registryId,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: seconds(repository.createdAt),
    imageTagMutability: repository.settings.imageTagMutability ?? 'MUTABLE',
    imageScanningConfiguration: repository.settings.imageScanningConfiguration ?? { scanOnPush: false },
    encryptionConfiguration: repository.settings.encryptionConfiguration ?? { encryptionType: 'AES256' },
  })
  const detail = (repository: Repository, image: StoredImage): Shape => ({
    registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    imageTags: tagsOf(repository, image.digest),
    imageSizeInBytes: image.size,
    imagePushedAt: seconds(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    ...(image.pulledAt ? { lastRecordedPullTime: seconds(image.pulledAt) } : {}),
  })
  const picked = (repository: Repository, ids: readonly Shape[]) =>
    ids.map((id) => ({ id, image: imageOf(repository, { tag: id.imageTag, digest: id.imageDigest }) }))
  const absent = (id: Shape) => ({
    imageId: id,
    failureCode: 'ImageNotFound',
    failureReason: 'Requested image not found',
  })
  const mustImage = (repository: Repository, id: Shape): StoredImage => {
    const image = imageOf(repository, { tag: id.imageTag, digest: id.imageDigest })
    if (image) return image
    const named = `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`
    const place = `does not exist within the repository with name '${repository.name}' in the registry with id '${registryId}'`
    throw awsError('ImageNotFoundException', `The image with imageId ${named} ${place}`)
  }

  return {
    CreateRepository: (input) => {
      if (state.repositories.has(input.repositoryName)) {
        const message = `The repository with name '${input.repositoryName}' already exists in the registry with id '${registryId}'`
        throw awsError('RepositoryAlreadyExistsException', message)
      }
      return { repository: repositoryShape(state.create(input.repositoryName, input)) }
    },
    DescribeRepositories: ({ repositoryNames }) => {
      const names: string[] = repositoryNames ?? [...state.repositories.keys()].sort()
      return { repositories: names.map((name) => repositoryShape(mustRepository(state, name))) }
    },
    DeleteRepository: ({ repositoryName, force }) => {
      const repository = mustRepository(state, repositoryName)
      if (repository.images.size > 0 && !force) {
        const place = `in registry with id '${registryId}' cannot be deleted because it still contains images`
        throw awsError('RepositoryNotEmptyException', `The repository with name '${repositoryName}' ${place}`)
      }
      state.repositories.delete(repository.name)
      return { repository: repositoryShape(repository) }
    },
    GetAuthorizationToken: () => {
      const { token, expiresAt } = state.token()
      const proxyEndpoint = `https://${registryId}.dkr.ecr.${state.region}.amazonaws.com`
      return { authorizationData: [{ authorizationToken: token, expiresAt: seconds(expiresAt), proxyEndpoint }] }
    },
    ListImages: ({ repositoryName }) => {
      const repository = mustRepository(state, repositoryName)
      const imageIds = [...repository.images.keys()].flatMap((imageDigest) => {
        const tags = tagsOf(repository, imageDigest)
        return tags.length ? tags.map((imageTag) => ({ imageDigest, imageTag })) : [{ imageDigest }]
      })
      return { imageIds }
    },
    DescribeImages: ({ repositoryName, imageIds }) => {
      const repository = mustRepository(state, repositoryName)
      const images = imageIds ? imageIds.map((id: Shape) => mustImage(repository, id)) : [...repository.images.values()]
      return { imageDetails: images.map((image: StoredImage) => detail(repository, image)) }
    },
    BatchGetImage: ({ repositoryName, imageIds }) => {
      const repository = mustRepository(state, repositoryName)
      const found = picked(repository, imageIds)
      return {
        images: found.flatMap(({ id, image }) => {
          if (!image) return []
          const imageId = { imageDigest: image.digest, ...(id.imageTag ? { imageTag: id.imageTag } : {}) }
          const { manifest: imageManifest, mediaType: imageManifestMediaType } = image
          return [{ registryId, repositoryName, imageId, imageManifest, imageManifestMediaType }]
        }),
        failures: found.flatMap(({ id, image }) => (image ? [] : [absent(id)])),
      }
    },
    BatchDeleteImage: ({ repositoryName, imageIds }) => {
      const repository = mustRepository(state, repositoryName)
      const found = picked(repository, imageIds)
      for (const { id, image } of found) {
        if (!image) continue
        if (id.imageTag) repository.tags.delete(id.imageTag)
        else for (const tag of tagsOf(repository, image.digest)) repository.tags.delete(tag)
        if (tagsOf(repository, image.digest).length === 0) repository.images.delete(image.digest)
      }
      return {
        imageIds: found.flatMap(({ id, image }) => (image ? [{ ...id, imageDigest: image.digest }] : [])),
        failures: found.flatMap(({ id, image }) => (image ? [] : [absent(id)])),
      }
    },
    PutImage: (input) => {
      const repository = mustRepository(state, input.repositoryName)
      const image = putImage(repository, {
        manifest: input.imageManifest,
        mediaType: input.imageManifestMediaType ?? JSON.parse(input.imageManifest).mediaType,
        tag: input.imageTag,
        at: state.now(),
        registryId,
        hasBlob: state.hasBlob,
      })
      const imageId = { imageDigest: image.digest, ...(input.imageTag ? { imageTag: input.imageTag } : {}) }
      return { image: { registryId, repositoryName: repository.name, imageId, imageManifest: image.manifest } }
    },
    DescribeImageScanFindings: ({ repositoryName, imageId }) => {
      const repository = mustRepository(state, repositoryName)
      const image = mustImage(repository, imageId)
      return {
        registryId,
        repositoryName: repository.name,
        imageId: { ...imageId, imageDigest: image.digest },
        imageScanStatus: {
          status: 'COMPLETE',
          description: 'The local registry scans nothing: there are no findings.',
        },
        imageScanFindings: { findings: [], findingSeverityCounts: {} },
      }
    },
    PutLifecyclePolicy: ({ repositoryName, lifecyclePolicyText }) => {
      mustRepository(state, repositoryName).lifecyclePolicy = lifecyclePolicyText
      return { registryId, repositoryName, lifecyclePolicyText }
    },
    GetLifecyclePolicy: ({ repositoryName }) => {
      const { lifecyclePolicy } = mustRepository(state, repositoryName)
      if (lifecyclePolicy) return { registryId, repositoryName, lifecyclePolicyText: lifecyclePolicy }
      const place = `for the repository with name '${repositoryName}' in the registry with id '${registryId}'`
      throw awsError('LifecyclePolicyNotFoundException', `Lifecycle policy does not exist ${place}`)
    },
  }
}
