// The command line of `docker build`.
// https://docs.docker.com/reference/cli/docker/buildx/build/
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type CommandLine, Refusal } from '../command-line.ts'

export interface BuildFlags {
  readonly context: string
  readonly dockerfile: string
  readonly tags: readonly string[]
  readonly buildArgs: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly target: string | undefined
  readonly platform: string | undefined
  readonly iidFile: string | undefined
  readonly metadataFile: string | undefined
  readonly push: boolean
  readonly quiet: boolean
  readonly noCache: boolean
  readonly secrets: Readonly<Record<string, string>>
}

const many = { type: 'string', multiple: true } as const
const one = { type: 'string' } as const
const yes = { type: 'boolean' } as const

const options = {
  tag: { ...many, short: 't' },
  file: { ...one, short: 'f' },
  quiet: { ...yes, short: 'q' },
  'build-arg': many,
  label: many,
  secret: many,
  target: one,
  platform: one,
  iidfile: one,
  'metadata-file': one,
  push: yes,
  load: yes,
  pull: yes,
  'no-cache': yes,
  'force-rm': yes,
  rm: yes,
  // Accepted: they change how a real engine caches, prints or attests, not what the image holds.
  'cache-from': many,
  'cache-to': many,
  provenance: one,
  sbom: one,
  progress: one,
  builder: one,
  network: one,
  output: { ...many, short: 'o' },
} as const

const pairs = (all: readonly string[] = [], env: CommandLine['env'] = {}): Record<string, string> =>
  Object.fromEntries(
    all.flatMap((text) => {
      const at = text.indexOf('=')
      if (at >= 0) return [[text.slice(0, at), text.slice(at + 1)]]
      return env[text] === undefined ? [] : [[text, env[text]]]
    }),
  )

const readSecrets = async (all: readonly string[], line: CommandLine): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const text of all) {
    const parts = pairs(text.split(','))
    const id = parts.id ?? ''
    const file = parts.src ?? parts.source
    found[id] = file ? await readFile(resolve(line.cwd, file), 'utf8') : (line.env[parts.env ?? id] ?? '')
  }
  return found
}

/** The arguments of a build, or a refusal that names the flag. */
export const buildFlags = async (args: readonly string[], line: CommandLine): Promise<BuildFlags> => {
  const parsed = (() => {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true })
    } catch (error) {
      throw new Refusal(
        `docker build: ${(error as Error).message}; known: ${Object.keys(options)
          .map((name) => `--${name}`)
          .join(' ')}`,
        125,
      )
    }
  })()
  const { values, positionals } = parsed
  const [context] = positionals
  if (context === undefined || positionals.length > 1) {
    throw new Refusal('docker: "docker build" requires 1 argument: the path of the build context, usually "."')
  }
  if (context === '-' || /^(?:https?|git):/.test(context)) {
    throw new Refusal(`docker build ${context}: the local build takes a directory as its context`)
  }
  const root = resolve(line.cwd, context)
  if (values.file === '-') throw new Refusal('docker build -f -: the local build reads a Dockerfile from a file')
  const outputs = (values.output ?? []).filter((text) => !/type=(?:docker|image|registry)/.test(text))
  if (outputs.length > 0)
    throw new Refusal(`docker build --output ${outputs[0]}: the local build knows type=docker, image and registry`)
  if (values.platform?.includes(','))
    throw new Refusal(`docker build --platform ${values.platform}: the local build makes one platform at a time`)
  return {
    context: root,
    dockerfile: values.file ? resolve(line.cwd, values.file) : join(root, 'Dockerfile'),
    tags: values.tag ?? [],
    buildArgs: pairs(values['build-arg'], line.env),
    labels: pairs(values.label),
    target: values.target?.toLowerCase(),
    platform: values.platform,
    iidFile: values.iidfile && resolve(line.cwd, values.iidfile),
    metadataFile: values['metadata-file'] && resolve(line.cwd, values['metadata-file']),
    push: values.push === true || (values.output ?? []).some((text) => /type=registry|push=true/.test(text)),
    quiet: values.quiet === true,
    noCache: values['no-cache'] === true,
    secrets: await readSecrets(values.secret ?? [], line),
  }
}
