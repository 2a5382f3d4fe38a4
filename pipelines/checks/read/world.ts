// Every file of a delivery, read once: what the rules look at.
import { isRecord } from '#cfn/analysis/template.ts'
import type { Delivery } from '#model'
import { type CommittedManifest, manifestPath } from '../../manifest.ts'
import { type Problem, refuse } from '../problem.ts'
import { type ReadBuildspec, readBuildspec } from './buildspec.ts'
import { keepLast } from './keep.ts'
import { oncePer } from './once.ts'
import { type ReadPipeline, readPipelines } from './pipeline.ts'
import { type ReadRole, rolesIn } from './role.ts'
import { type Belongs, type ReadTemplate, readTemplate } from './template.ts'
import type { Text } from './text.ts'
import { type Login, readLogins } from './workflow.ts'

/** What the rules look at. */
export interface World {
  readonly delivery: Delivery
  readonly paths: ReadonlySet<string>
  readonly templates: readonly ReadTemplate[]
  readonly buildspecs: readonly ReadBuildspec[]
  readonly pipelines: readonly ReadPipeline[]
  readonly roles: readonly ReadRole[]
  readonly workflows: readonly Text[]
  readonly logins: readonly Login[]
  /** What could not be read, and is missing from the rest. */
  readonly unread: readonly Problem[]
}

const again = 'run "launchway generate" and commit what it writes'

const manifestIn = keepLast(64, (file): CommittedManifest | undefined => {
  try {
    const parsed: unknown = JSON.parse(file.text)
    return isRecord(parsed) && Array.isArray(parsed.stacks) ? (parsed as unknown as CommittedManifest) : undefined
  } catch {
    return undefined
  }
})

const belonging = oncePer((manifest: CommittedManifest): readonly (readonly [path: string, belongs: Belongs])[] =>
  manifest.stacks.flatMap((stack) => [
    [stack.templatePath, { manifest, stack, nested: false }] as const,
    ...stack.uploads
      .filter(({ path }) => path.startsWith('cfn/out/'))
      .map(({ path }) => [path, { manifest, stack, nested: true }] as const),
  ]),
)

/** Reads the files of a delivery. */
export const worldOf = (delivery: Delivery, files: readonly Text[]): World => {
  const texts = new Map(files.map((file) => [file.path, file]))
  const unread: Problem[] = []
  const manifests = delivery.environments.flatMap((environment) => {
    const path = manifestPath(environment.name)
    const file = texts.get(path)
    const manifest = file && manifestIn(file)
    if (!manifest)
      unread.push(
        refuse({ file: path }, [
          file ? 'this manifest is no JSON object with stacks' : 'this manifest is missing',
          again,
        ]),
      )
    return manifest ? [manifest] : []
  })
  const templates = manifests.flatMap(belonging).flatMap(([path, belongs]) => {
    const file = texts.get(path)
    const read = file && readTemplate(file, belongs)
    if (read && 'template' in read) return [read]
    const at = read ? { file: path, line: read.line } : { file: path }
    unread.push(refuse(at, [read ? `this template cannot be read: ${read.says}` : 'this template is missing', again]))
    return []
  })
  const isBuildspec = ({ path }: Text) => path.startsWith('buildspecs/')
  const isWorkflow = ({ path }: Text) => path.startsWith('.github/workflows/')
  const workflows = files.filter(isWorkflow)
  return {
    delivery,
    paths: new Set(texts.keys()),
    templates,
    buildspecs: files.filter(isBuildspec).map(readBuildspec),
    pipelines: readPipelines(templates),
    roles: templates.flatMap(rolesIn),
    workflows,
    logins: workflows.flatMap(readLogins),
    unread,
  }
}
