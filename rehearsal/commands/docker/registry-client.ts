// Pushes to and pulls from a registry with the OCI distribution protocol; ECR's host names lead to the local endpoint.
import { openAsBlob } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageManifest } from '../../ecr/oci/image.ts'
import { imageName, isEcrHost } from '../../ecr/oci/image-name.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { type ImageStore, mustFind, type StoredName } from './image-store.ts'

/** Keeps a login for a registry; the password is checked by the registry itself. */
export const login = async (store: ImageStore, host: string, token: string): Promise<void> => {
  const file = join(store.directory, 'auth.json')
  const all = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, string>
  await writeFile(`${file}.${process.pid}`, JSON.stringify({ ...all, [host]: token }), { mode: 0o600 })
  await rename(`${file}.${process.pid}`, file)
}

// How Docker words the codes of a registry.
const words: Readonly<Record<string, string>> = {
  TAG_INVALID: 'tag invalid: ',
  NAME_UNKNOWN: 'name unknown: ',
  MANIFEST_UNKNOWN: 'manifest unknown: ',
  MANIFEST_BLOB_UNKNOWN: 'blob unknown to registry: ',
}

interface Registry {
  readonly repository: string
  readonly call: (path: string, init?: RequestInit) => Promise<Response>
}

/** The endpoint that stands for an ECR host name. */
export const registryUrl = (host: string | undefined, env: CommandLine['env']): string => {
  if (!isEcrHost(host)) {
    const shown = host ?? 'docker.io'
    const wanted = '<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>'
    throw new Refusal(`registry "${shown}" cannot be reached from here: use an image name of the form ${wanted}`)
  }
  if (!env.AWS_ENDPOINT_URL) throw new Refusal('AWS_ENDPOINT_URL is not set: start the build through the local AWS')
  return env.AWS_ENDPOINT_URL.replace(/\/$/, '')
}

/** Asks a registry; a refusal becomes Docker's words for it. */
export const askRegistry = async (
  url: string,
  token: string | undefined,
  init: RequestInit = {},
): Promise<Response> => {
  const headers = { ...init.headers, ...(token ? { authorization: `Basic ${token}` } : {}) }
  const response = await fetch(url, { ...init, headers }).catch((error: Error) => {
    throw new Refusal(`cannot reach ${url}: ${(error.cause as Error | undefined)?.message ?? error.message}`)
  })
  if (response.status === 401)
    throw new Refusal(
      token
        ? 'denied: Your authorization token has expired. Reauthenticate and try again.'
        : 'no basic auth credentials',
    )
  if (response.ok || (init.method === 'HEAD' && response.status === 404)) return response
  const body = (await response.json().catch(() => ({}))) as { errors?: { code: string; message: string }[] }
  const error = body.errors?.[0]
  throw new Refusal(
    error ? `${words[error.code] ?? `${error.code.toLowerCase()}: `}${error.message}` : `${url}: ${response.status}`,
  )
}

const registryOf = async (store: ImageStore, name: string, { env }: CommandLine): Promise<Registry> => {
  const { host, repository } = imageName(name)
  const url = registryUrl(host, env)
  const logins = JSON.parse(await readFile(join(store.directory, 'auth.json'), 'utf8').catch(() => '{}')) as Record<
    string,
    string
  >
  const token = logins[host ?? '']
  return {
    repository,
    call: (path, init) => askRegistry(path.startsWith('http') ? path : `${url}/v2/${repository}/${path}`, token, init),
  }
}

/** Pushes an image under its name; gives the manifest's digest. */
export const push = async (store: ImageStore, name: string, line: CommandLine): Promise<string> => {
  const image = await mustFind(store, name).catch(() => {
    throw new Refusal(`An image does not exist locally with the tag: ${name.replace(/:[^/]*$/, '')}`)
  })
  const { host, repository, tag } = imageName(image.name)
  const registry = await registryOf(store, name, line)
  line.out(`The push refers to repository [${host}/${repository}]`)
  const text = await store.read(image.manifest)
  const manifest = JSON.parse(text) as ImageManifest
  for (const part of [...manifest.layers, manifest.config]) {
    const short = part.digest.slice(7, 19)
    const known = (await registry.call(`blobs/${part.digest}`, { method: 'HEAD' })).ok
    if (!known) {
      const started = await registry.call('blobs/uploads/', { method: 'POST' })
      const at = new URL(started.headers.get('location') as string, `${registryUrl(host, line.env)}/`)
      at.searchParams.set('digest', part.digest)
      await registry.call(at.href, { method: 'PUT', body: await openAsBlob(store.blob(part.digest)) })
    }
    if (part !== manifest.config) line.out(`${short}: ${known ? 'Layer already exists' : 'Pushed'}`)
  }
  const headers = { 'content-type': manifest.mediaType }
  await registry.call(`manifests/${tag ?? 'latest'}`, { method: 'PUT', headers, body: text })
  line.out(`${tag ?? 'latest'}: digest: ${image.manifest} size: ${Buffer.byteLength(text)}`)
  const repoDigests = [...new Set([...image.repoDigests, `${host}/${repository}@${image.manifest}`])]
  await store.save({ ...image, repoDigests })
  return image.manifest
}

/** Pulls an image by name into the store. */
export const pull = async (store: ImageStore, name: string, line: CommandLine): Promise<StoredName> => {
  const { host, repository, tag, digest: wanted } = imageName(name)
  const registry = await registryOf(store, name, line)
  const response = await registry.call(`manifests/${wanted ?? tag ?? 'latest'}`)
  const digest = await store.put(await response.text())
  const manifest = JSON.parse(await store.read(digest)) as ImageManifest
  for (const part of [...manifest.layers, manifest.config]) {
    if (store.has(part.digest)) continue
    const body = await registry.call(`blobs/${part.digest}`)
    await writeFile(`${store.blob(part.digest)}.${process.pid}`, Buffer.from(await body.arrayBuffer()))
    await rename(`${store.blob(part.digest)}.${process.pid}`, store.blob(part.digest))
  }
  const image: StoredName = {
    name: wanted ? `${host}/${repository}@${wanted}` : `${host}/${repository}:${tag ?? 'latest'}`,
    manifest: digest,
    id: manifest.config.digest,
    created: new Date().toISOString(),
    repoDigests: [`${host}/${repository}@${digest}`],
  }
  await store.save(image)
  return image
}
