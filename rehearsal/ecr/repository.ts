// A repository of the registry and the rules for its images.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html
import { awsError, type Shape } from '../service.ts'
import { digestOf, type ImageManifest } from './oci/image.ts'

export interface StoredImage {
  readonly digest: string
  readonly mediaType: string
  readonly manifest: string
  readonly size: number
  readonly pushedAt: Date
  pulledAt?: Date
}

export interface Repository {
  readonly name: string
  readonly arn: string
  readonly uri: string
  readonly createdAt: Date
  settings: Shape
  lifecyclePolicy?: string
  policy?: string
  readonly images: Map<string, StoredImage>
  readonly tags: Map<string, string>
}

/** True when a tag that exists may not be given to another image. */
const isImmutable = (repository: Repository, tag: string): boolean => {
  const mutability = repository.settings.imageTagMutability ?? 'MUTABLE'
  const filters: Shape[] = repository.settings.imageTagMutabilityExclusionFilters ?? []
  const excluded = filters.some(({ filter }) => {
    const pattern = String(filter)
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
    return new RegExp(`^${pattern}$`).test(tag)
  })
  if (mutability === 'IMMUTABLE') return true
  if (mutability === 'IMMUTABLE_WITH_EXCLUSION') return !excluded
  return mutability === 'MUTABLE_WITH_EXCLUSION' && excluded
}

export interface ImageToPut {
  readonly manifest: string
  readonly mediaType: string
  readonly tag: string | undefined
  readonly at: Date
  readonly registryId: string
  readonly hasBlob: (digest: string) => boolean
}

/** Stores an image under its digest and tag, or refuses as ECR does. */
export const putImage = (repository: Repository, given: ImageToPut): StoredImage => {
  const { manifest, mediaType, tag } = given
  const digest = digestOf(manifest)
  const parsed = JSON.parse(manifest) as Partial<ImageManifest>
  const parts = [...(parsed.config ? [parsed.config] : []), ...(parsed.layers ?? [])]
  const missing = parts.filter((part) => !given.hasBlob(part.digest))
  const place = `in the registry with id '${given.registryId}'`
  if (missing.length > 0) {
    const digests = missing.map((part) => part.digest).join(', ')
    throw awsError('LayersNotFoundException', `Layers with digests '${digests}' were not found ${place}`)
  }
  const tagged = tag === undefined ? undefined : repository.tags.get(tag)
  if (tag !== undefined && tagged === digest) {
    const already = `Image with digest '${digest}' and tag '${tag}' already exists`
    throw awsError(
      'ImageAlreadyExistsException',
      `${already} in the repository with name '${repository.name}' ${place}`,
    )
  }
  if (tag !== undefined && tagged !== undefined && isImmutable(repository, tag)) {
    const already = `The image tag '${tag}' already exists in the '${repository.name}' repository`
    throw awsError(
      'ImageTagAlreadyExistsException',
      `${already} and cannot be overwritten because the tag is immutable.`,
    )
  }
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const image = repository.images.get(digest) ?? { digest, mediaType, manifest, size, pushedAt: given.at }
  repository.images.set(digest, image)
  if (tag !== undefined) repository.tags.set(tag, digest)
  return image
}

/** The tags of an image. */
export const tagsOf = (repository: Repository, digest: string): readonly string[] =>
  [...repository.tags].filter(([, one]) => one === digest).map(([tag]) => tag)

/** The image that a tag or a digest names. */
export const imageOf = (
  repository: Repository,
  reference: { tag?: string | undefined; digest?: string | undefined },
) => {
  const tagged = reference.tag === undefined ? undefined : repository.tags.get(reference.tag)
  const digest = reference.digest ?? tagged
  if (digest === undefined || (reference.tag !== undefined && reference.digest && tagged !== digest)) return undefined
  return repository.images.get(digest)
}
