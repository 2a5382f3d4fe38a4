// Image names: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>@<digest>`, or short local ones.

export interface ImageName {
  /** The registry's host, when the name has one. */
  readonly host: string | undefined
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** The parts of an image name; a first segment with a dot or a port is a host, as Docker reads it. */
export const imageName = (text: string): ImageName => {
  const [name = '', digest] = text.split('@')
  const slash = name.indexOf('/')
  const first = slash > 0 ? name.slice(0, slash) : ''
  const host = /[.:]|^localhost$/.test(first) ? first : undefined
  const path = host ? name.slice(slash + 1) : name
  const colon = path.lastIndexOf(':')
  const tag = colon > path.lastIndexOf('/') ? path.slice(colon + 1) : undefined
  return { host, repository: tag === undefined ? path : path.slice(0, colon), tag, digest }
}

/** True for the registry of an AWS account. */
export const isEcrHost = (host: string | undefined): host is string =>
  host !== undefined && /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(host)

/** A name with its tag, as the local image store keys it. */
export const taggedName = (text: string): string => {
  const { host, repository, tag } = imageName(text)
  return `${host ? `${host}/` : ''}${repository}:${tag ?? 'latest'}`
}
