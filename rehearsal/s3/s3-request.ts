// What an S3 request is about: path style (`/bucket/key`) and virtual-host style (`bucket.s3.…/key`).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
import type { Received } from '../protocols/received.ts'

/** The bucket and the key of a request; both empty for ListBuckets. */
export interface S3Address {
  readonly bucket: string
  readonly key: string
}

const virtualHost = /^(.+?)\.(?:s3[.-](?:[^:]*\.)?amazonaws\.com(?:\.cn)?|s3\.[^:]*localhost|localhost)(?::\d+)?$/

/** Reads the address out of the Host header and the path. */
export const s3AddressOf = ({ path, headers }: Pick<Received, 'path' | 'headers'>): S3Address => {
  const text = decodeURIComponent(path.replace(/^\//, '').replaceAll('+', '%2B'))
  const host = headers.host ?? ''
  const hosted = /^s3[.-]/.test(host) ? undefined : virtualHost.exec(host)?.[1]
  if (hosted) return { bucket: hosted, key: text }
  const slash = text.indexOf('/')
  return slash < 0 ? { bucket: text, key: '' } : { bucket: text.slice(0, slash), key: text.slice(slash + 1) }
}

/** The bucket and key an S3 URL names, whatever host and region it has; undefined for other URLs. */
export const s3AddressOfUrl = (url: string): S3Address | undefined => {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, pathname } = new URL(url)
  if (protocol === 's3:') return { bucket: host, key: decodeURIComponent(pathname.slice(1)) }
  return protocol === 'https:' || protocol === 'http:' ? s3AddressOf({ path: pathname, headers: { host } }) : undefined
}
