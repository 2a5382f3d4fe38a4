// The `docker` command on a build's PATH where there is no container engine. It builds Dockerfiles as processes of this
// machine, keeps real OCI images, pushes them to the local ECR, and refuses what it cannot do.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { taggedName } from '../../ecr/oci/image-name.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { buildFlags } from './build-flags.ts'
import { buildImage } from './build-image.ts'
import { type ImageStore, imageStore, mustFind } from './image-store.ts'
import { format, inspectShape } from './inspect.ts'
import { askRegistry, login, pull, push, registryUrl } from './registry-client.ts'
import { runImage } from './run-image.ts'

type Command = (store: ImageStore, args: readonly string[], line: CommandLine) => Promise<number>

const version = '28.0.0-launchway'

const build: Command = async (store, args, line) => {
  const flags = await buildFlags(args, line)
  const { id, manifest } = await buildImage(store, flags, line)
  const created = new Date().toISOString()
  const names = flags.tags.length ? flags.tags.map(taggedName) : [`<none>:${id.slice(7, 19)}`]
  for (const name of names) {
    const repoDigests = (await store.find(name))?.repoDigests.filter((one) => one.endsWith(manifest)) ?? []
    await store.save({ name, id, manifest, created, repoDigests })
    if (!flags.quiet) line.err(`naming to ${name} done`)
  }
  if (!flags.quiet) line.err(`writing image ${id} done`)
  if (flags.iidFile) await writeFile(flags.iidFile, id)
  if (flags.push) for (const name of flags.tags) await push(store, name, line)
  if (flags.metadataFile) {
    const metadata = {
      'containerimage.config.digest': id,
      'containerimage.digest': manifest,
      'image.name': flags.tags.join(','),
    }
    await writeFile(flags.metadataFile, JSON.stringify(metadata, null, 2))
  }
  if (flags.quiet) line.out(id)
  return 0
}

const signIn: Command = async (store, args, line) => {
  const options = {
    username: { type: 'string', short: 'u' },
    password: { type: 'string', short: 'p' },
    'password-stdin': { type: 'boolean' },
  } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const host = (positionals[0] ?? 'docker.io').replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  const password = values['password-stdin'] ? (await line.input()).trim() : (values.password ?? '')
  if (!password)
    throw new Refusal('Error: Cannot perform an interactive login from a non TTY device: use --password-stdin')
  const token = Buffer.from(`${values.username ?? ''}:${password}`).toString('base64')
  await askRegistry(`${registryUrl(host, line.env)}/v2/`, token).catch(() => {
    throw new Refusal(
      `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 401 Unauthorized`,
    )
  })
  await login(store, host, token)
  line.out('Login Succeeded')
  return 0
}

const tag: Command = async (store, [source = '', target = ''], _line) => {
  const image = await mustFind(store, source)
  await store.save({ ...image, name: taggedName(target), repoDigests: image.repoDigests })
  return 0
}

const inspect: Command = async (store, args, line) => {
  const options = { format: { type: 'string', short: 'f' }, type: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const found = await Promise.all(positionals.map(async (name) => inspectShape(store, await mustFind(store, name))))
  if (values.format === undefined) line.out(JSON.stringify(found, null, 4))
  else for (const one of found) line.out(format(values.format, one))
  return 0
}

const images: Command = async (store, args, line) => {
  const { values } = parseArgs({
    args: [...args],
    options: { quiet: { type: 'boolean', short: 'q' } },
    allowPositionals: true,
    strict: false,
  })
  const all = await store.names()
  if (values.quiet) for (const id of new Set(all.map((one) => one.id.slice(7, 19)))) line.out(id)
  else {
    line.out('REPOSITORY:TAG\tIMAGE ID')
    for (const { name, id } of all) line.out(`${name}\t${id.slice(7, 19)}`)
  }
  return 0
}

const pushAll: Command = async (store, args, line) => {
  const names = args.filter((one) => !one.startsWith('-'))
  const all = args.includes('--all-tags') || args.includes('-a')
  const matching = (await store.names()).filter((one) => one.name.startsWith(`${names[0]}:`)).map((one) => one.name)
  for (const name of all ? matching : names) await push(store, name, line)
  return 0
}

const pullOne: Command = async (store, args, line) => {
  const name = args.find((one) => !one.startsWith('-')) ?? ''
  const image = await pull(store, name, line)
  line.out(`Digest: ${image.manifest}\nStatus: Downloaded newer image for ${name}\n${name}`)
  return 0
}

const nothing: Command = async () => 0

// One manifest is copied as it is: the same digest there as here.
const imageTools: Command = async (store, [what, ...args], line) => {
  const options = {
    tag: { type: 'string', short: 't' },
    format: { type: 'string' },
    'prefer-index': { type: 'string' },
  } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [source = ''] = positionals
  if (positionals.length !== 1 || (what !== 'create' && what !== 'inspect'))
    throw new Refusal(`docker buildx imagetools ${what ?? ''}: known here: create --tag NAME SOURCE, inspect NAME`)
  const image = await pull(store, source, line)
  if (what === 'inspect') {
    if (values.format !== undefined && values.format !== '{{.Manifest.Digest}}')
      throw new Refusal(`docker buildx imagetools inspect --format: known here: {{.Manifest.Digest}}`)
    line.out(values.format ? image.manifest : `Name: ${source}\nDigest: ${image.manifest}`)
    return 0
  }
  const name = taggedName(values.tag ?? '')
  await store.save({ ...image, name })
  await push(store, name, line)
  return 0
}

const commands: Readonly<Record<string, Command>> = {
  build,
  'buildx build': build,
  'image build': build,
  'buildx create': nothing,
  'buildx use': nothing,
  'buildx inspect': nothing,
  'buildx imagetools': imageTools,
  'buildx version': async (_store, _args, line) => {
    line.out(`github.com/docker/buildx ${version}`)
    return 0
  },
  login: signIn,
  logout: nothing,
  tag,
  'image tag': tag,
  push: pushAll,
  'image push': pushAll,
  pull: pullOne,
  'image pull': pullOne,
  run: runImage,
  images,
  'image ls': images,
  inspect,
  'image inspect': inspect,
  rmi: async (store, args) => {
    for (const name of args.filter((one) => !one.startsWith('-'))) await store.remove(name)
    return 0
  },
  'image prune': nothing,
  'system prune': nothing,
  ps: nothing,
  info: async (_store, _args, line) => {
    line.out(
      `Server Version: ${version}\nDockerfiles are executed as processes of this machine; there is no container engine`,
    )
    return 0
  },
  version: async (_store, _args, line) => {
    line.out(`Client:\n Version: ${version}\nServer:\n Version: ${version}`)
    return 0
  },
  '--version': async (_store, _args, line) => {
    line.out(`Docker version ${version}, build local`)
    return 0
  },
}

/** Runs one `docker` command line; gives its exit status. */
export const docker = async (line: CommandLine): Promise<number> => {
  const [first = '', second = '', ...rest] = line.args
  const two = commands[`${first} ${second}`]
  const command = two ?? commands[first === '-v' ? '--version' : first]
  if (!command) {
    const known = Object.keys(commands).join(', ')
    throw new Refusal(`docker ${first}: not known to the docker of the local build; known: ${known}`)
  }
  const directory = line.env.LAUNCHWAY_IMAGE_STORE
  if (!directory)
    throw new Refusal('docker: LAUNCHWAY_IMAGE_STORE is not set: this docker works inside a build of the local AWS')
  return command(await imageStore(directory), two ? rest : line.args.slice(1), line)
}
