// The registry that `docker push` and `docker pull` talk to: the OCI distribution protocol below /v2/.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AwsError } from '../service.ts'
import type { StoredImage } from './repository.ts'

/** What the registry's HTTP side needs of the repositories. */
export interface RegistryStore {
  readonly directory: string
  readonly id: () => string
  readonly account: string
  readonly accepts: (token: string) => boolean
  readonly exists: (repository: string) => boolean
  readonly find: (repository: string, reference: string) => StoredImage | undefined
  readonly put: (repository: string, reference: string, image: { manifest: string; mediaType: string }) => StoredImage
  readonly tags: (repository: string) => readonly string[]
}

/** The file of a blob in the store. */
export const blobFile = (directory: string, digest: string): string =>
  join(directory, 'blobs', 'sha256', digest.replace(/^sha256:/, '').replace(/[^0-9a-f]/g, ''))

const refuse = (response: ServerResponse, status: number, error: { code: string; message: string }) => {
  response.writeHead(status, { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' })
  response.end(JSON.stringify({ errors: [error] }))
}

const bodyText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

// What a registry answers for ECR's exceptions; the messages are passed on, and `docker push` prints them.
const codes: Readonly<Record<string, string>> = {
  ImageTagAlreadyExistsException: 'TAG_INVALID',
  LayersNotFoundException: 'MANIFEST_BLOB_UNKNOWN',
}

/** Answers the requests of a registry client. */
export const registryHandler = (store: RegistryStore) => {
  const uploads = join(store.directory, 'uploads')

  const finishUpload = async (
    request: IncomingMessage,
    response: ServerResponse,
    at: { name: string; upload: string; digest: string },
  ) => {
    const file = join(uploads, at.upload)
    await pipeline(request, createWriteStream(file, { flags: 'a' }))
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
    const found = `sha256:${hash.digest('hex')}`
    if (found !== at.digest) {
      await rm(file, { force: true })
      const message = `the digest of the upload is ${found}, not ${at.digest}`
      return refuse(response, 400, { code: 'DIGEST_INVALID', message })
    }
    await mkdir(join(store.directory, 'blobs', 'sha256'), { recursive: true })
    await rename(file, blobFile(store.directory, at.digest))
    response.writeHead(201, { location: `/v2/${at.name}/blobs/${at.digest}`, 'docker-content-digest': at.digest })
    response.end()
  }

  const handleUpload = async (
    request: IncomingMessage,
    response: ServerResponse,
    at: { name: string; upload: string; url: URL },
  ) => {
    const { name, url } = at
    const digest = url.searchParams.get('digest')
    await mkdir(uploads, { recursive: true })
    const upload = at.upload || store.id()
    if (!/^[\w-]+$/.test(upload))
      return refuse(response, 404, { code: 'BLOB_UPLOAD_UNKNOWN', message: 'no such upload' })
    const mount = url.searchParams.get('mount')
    if (request.method === 'POST' && mount && existsSync(blobFile(store.directory, mount))) {
      response.writeHead(201, { location: `/v2/${name}/blobs/${mount}`, 'docker-content-digest': mount })
      return void response.end()
    }
    if (digest && request.method !== 'PATCH') return finishUpload(request, response, { name, upload, digest })
    await pipeline(request, createWriteStream(join(uploads, upload), { flags: 'a' }))
    const { size } = await stat(join(uploads, upload))
    const range = `0-${Math.max(0, size - 1)}`
    response.writeHead(202, { location: `/v2/${name}/blobs/uploads/${upload}`, range, 'docker-upload-uuid': upload })
    response.end()
  }

  const handleBlob = async (request: IncomingMessage, response: ServerResponse, digest: string) => {
    const file = blobFile(store.directory, digest)
    if (!existsSync(file)) return refuse(response, 404, { code: 'BLOB_UNKNOWN', message: `no blob ${digest}` })
    const { size } = await stat(file)
    const type = 'application/octet-stream'
    response.writeHead(200, { 'content-length': size, 'content-type': type, 'docker-content-digest': digest })
    if (request.method === 'HEAD') return void response.end()
    await pipeline(createReadStream(file), response)
  }

  const handleManifest = async (
    request: IncomingMessage,
    response: ServerResponse,
    at: { name: string; reference: string },
  ) => {
    const { name, reference } = at
    if (request.method === 'PUT') {
      const manifest = await bodyText(request)
      const mediaType = request.headers['content-type'] ?? 'application/vnd.oci.image.manifest.v1+json'
      const { digest } = store.put(name, reference, { manifest, mediaType })
      response.writeHead(201, { location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest })
      return void response.end()
    }
    const image = store.find(name, reference)
    if (!image) return refuse(response, 404, { code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' })
    const length = Buffer.byteLength(image.manifest)
    response.writeHead(200, {
      'content-type': image.mediaType,
      'content-length': length,
      'docker-content-digest': image.digest,
    })
    response.end(request.method === 'HEAD' ? undefined : image.manifest)
  }

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://registry')
    const token = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (!token || !store.accepts(token)) {
      response.setHeader('www-authenticate', 'Basic realm="ECR", service="ecr"')
      return refuse(response, 401, { code: 'DENIED', message: 'Not Authorized' })
    }
    if (/^\/v2\/?$/.test(url.pathname)) return void response.writeHead(200).end('{}')
    const match = /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests|tags)(?:\/([^/]*))?$/.exec(url.pathname)
    if (!match) return refuse(response, 404, { code: 'UNSUPPORTED', message: `no such path: ${url.pathname}` })
    const [, name = '', kind, rest = ''] = match
    if (!store.exists(name)) {
      const message = `The repository with name '${name}' does not exist in the registry with id '${store.account}'`
      return refuse(response, 404, { code: 'NAME_UNKNOWN', message })
    }
    if (kind === 'blobs/uploads') return handleUpload(request, response, { name, upload: rest, url })
    if (kind === 'blobs') return handleBlob(request, response, rest)
    if (kind === 'manifests') return handleManifest(request, response, { name, reference: rest })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ name, tags: store.tags(name) }))
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await route(request, response)
    } catch (error) {
      if (response.headersSent) return void response.destroy()
      const known = error instanceof AwsError
      const code = known ? (codes[error.code] ?? 'DENIED') : 'MANIFEST_INVALID'
      refuse(response, known ? error.status : 400, {
        code,
        message: error instanceof Error ? error.message : String(error),
      })
    }
  }
}
