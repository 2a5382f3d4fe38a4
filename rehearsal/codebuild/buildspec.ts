// Reads a buildspec as CodeBuild does: every scalar is text, unknown keys are ignored, a bad file fails DOWNLOAD_SOURCE.
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import { type OnFailure, onFailure } from './on-failure.ts'

export type PhaseName = 'install' | 'pre_build' | 'build' | 'post_build'

export interface Phase {
  readonly commands: readonly string[]
  readonly finally: readonly string[]
  readonly onFailure: OnFailure
}

export interface ArtifactSpec {
  readonly files: readonly string[]
  readonly excludePaths: readonly string[]
  readonly baseDirectory: string
  readonly discardPaths: boolean
}

export interface ReportSpec {
  readonly files: readonly string[]
  readonly baseDirectory: string
  readonly format: string
}

export interface Buildspec {
  readonly version: string
  readonly shell: 'sh' | 'bash'
  readonly variables: Readonly<Record<string, string>>
  readonly parameterStore: Readonly<Record<string, string>>
  readonly secretsManager: Readonly<Record<string, string>>
  readonly exportedVariables: readonly string[]
  readonly phases: Readonly<Partial<Record<PhaseName, Phase>>>
  readonly artifacts?: ArtifactSpec
  readonly secondaryArtifacts: Readonly<Record<string, ArtifactSpec>>
  readonly reports: Readonly<Record<string, ReportSpec>>
  readonly cachePaths: readonly string[]
}

/** A buildspec that CodeBuild refuses; the phase context gets status code YAML_FILE_ERROR and this message. */
export class BuildspecError extends Error {}

const phaseNames: readonly PhaseName[] = ['install', 'pre_build', 'build', 'post_build']

/** The buildspec in a text, or a BuildspecError that says what is wrong and on which line. */
export const readBuildspec = (text: string): Buildspec => {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, logLevel: 'silent' })
  const line = (node: unknown) => lines.linePos((node as Node | null)?.range?.[0] ?? 0).line
  const problem = document.errors[0]
  if (problem) throw new BuildspecError(problem.message.split('\n')[0])
  const root = document.contents
  if (!isMap(root)) throw new BuildspecError('the buildspec is not a mapping: it must begin with "version: 0.2"')

  const child = (parent: YAMLMap | undefined, key: string): Node | undefined =>
    (parent?.get(key, true) as Node | undefined) ?? undefined
  const mapAt = (parent: YAMLMap | undefined, key: string): YAMLMap | undefined => {
    const node = child(parent, key)
    if (node === undefined || (isScalar(node) && !node.value)) return undefined
    if (!isMap(node)) throw new BuildspecError(`expected "${key}" to be a mapping at line ${line(node)}`)
    return node
  }
  const textAt = (parent: YAMLMap | undefined, key: string): string | undefined => {
    const node = child(parent, key)
    if (node === undefined) return undefined
    if (!isScalar(node)) throw new BuildspecError(`expected "${key}" to be of string type at line ${line(node)}`)
    return String(node.value ?? '')
  }
  const listAt = (parent: YAMLMap | undefined, key: string, label = key): readonly string[] => {
    const node = child(parent, key)
    if (node === undefined || (isScalar(node) && !node.value)) return []
    if (isScalar(node) && key.endsWith('paths')) return [String(node.value)]
    if (!isSeq(node)) throw new BuildspecError(`expected ${label} to be a list of strings at line ${line(node)}`)
    return node.items.map((item, index) => {
      if (isScalar(item)) return String(item.value ?? '')
      const found = `Expected ${label}[${index}] to be of string type: found subkeys instead at line ${line(item)}`
      throw new BuildspecError(`${found}, value of the key tag on line ${Math.max(1, line(item) - 1)} might be empty`)
    })
  }
  const textsAt = (parent: YAMLMap | undefined, key: string): Record<string, string> => {
    const node = mapAt(parent, key)
    const entries = (node?.items ?? []).map((pair) => String((pair.key as { value?: unknown }).value))
    return Object.fromEntries(entries.map((name) => [name, textAt(node, name) ?? '']))
  }
  const keysAt = (node: YAMLMap | undefined) =>
    (node?.items ?? []).map((pair) => String((pair.key as { value?: unknown }).value))
  const artifact = (node: YAMLMap): ArtifactSpec => ({
    files: listAt(node, 'files'),
    excludePaths: listAt(node, 'exclude-paths'),
    baseDirectory: textAt(node, 'base-directory') ?? '.',
    discardPaths: textAt(node, 'discard-paths') === 'yes',
  })

  const version = textAt(root, 'version')
  if (version !== '0.1' && version !== '0.2') {
    const found = version === undefined ? 'there is no "version"' : `version "${version}" is not known`
    throw new BuildspecError(`${found}: write "version: 0.2"`)
  }
  const phases = mapAt(root, 'phases')
  if (!phases) throw new BuildspecError('there are no "phases"')
  const unknown = keysAt(phases).find((name) => !phaseNames.includes(name as PhaseName))
  if (unknown) throw new BuildspecError(`unknown phase "${unknown}": the phases are ${phaseNames.join(', ')}`)
  const env = mapAt(root, 'env')
  const shell = textAt(env, 'shell') ?? 'sh'
  if (!['sh', '/bin/sh', 'bash'].includes(shell)) {
    throw new BuildspecError(`shell "${shell}" runs on Windows only: use "bash" or "/bin/sh"`)
  }
  const variables = textsAt(env, 'variables')
  const reserved = Object.keys(variables).find((name) => name.startsWith('CODEBUILD_'))
  if (reserved) throw new BuildspecError(`variable "${reserved}": the prefix CODEBUILD_ is reserved`)
  const artifacts = mapAt(root, 'artifacts')
  const secondary = mapAt(artifacts, 'secondary-artifacts')
  const reports = mapAt(root, 'reports')
  return {
    version,
    shell: shell === 'bash' ? 'bash' : 'sh',
    variables,
    parameterStore: textsAt(env, 'parameter-store'),
    secretsManager: textsAt(env, 'secrets-manager'),
    exportedVariables: listAt(env, 'exported-variables'),
    phases: Object.fromEntries(
      keysAt(phases).map((name) => {
        const phase = mapAt(phases, name)
        const commands = listAt(phase, 'commands', 'Commands')
        return [
          name,
          { commands, finally: listAt(phase, 'finally'), onFailure: onFailure(textAt(phase, 'on-failure')) },
        ]
      }),
    ),
    ...(artifacts ? { artifacts: artifact(artifacts) } : {}),
    secondaryArtifacts: Object.fromEntries(
      keysAt(secondary).map((name) => [name, artifact(mapAt(secondary, name) as YAMLMap)]),
    ),
    reports: Object.fromEntries(
      keysAt(reports).map((name) => {
        const report = mapAt(reports, name)
        const format = (textAt(report, 'file-format') ?? 'JUNITXML').toUpperCase()
        return [
          name,
          { files: listAt(report, 'files'), baseDirectory: textAt(report, 'base-directory') ?? '.', format },
        ]
      }),
    ),
    cachePaths: listAt(mapAt(root, 'cache'), 'paths'),
  }
}
