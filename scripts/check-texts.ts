import type { Action, Finding } from '#model'
import { type FileKind, kindOf } from './recognise.ts'

type Text = { readonly path: string; readonly text: string }

interface Recognised {
  readonly file: Text
  readonly kind: FileKind
}

type Checker = (file: Text) => readonly Finding[]

const imageFiles = () => import('#pipelines/checks/files/image-file.ts')

// Files of one kind, by its own rules, loaded when there is one. None of these reads anything but the text.
const checkers: Readonly<Record<Exclude<FileKind, 'workflow' | 'unknown'>, () => Promise<Checker>>> = {
  template: async () => (await import('#pipelines/checks/files/template-file.ts')).checkTemplateFile,
  buildspec: async () => (await import('#buildspecs/check.ts')).checkBuildspec,
  policy: async () => (await import('#pipelines/checks/files/policy-file.ts')).checkPolicyFile,
  'image-definitions': async () => (await imageFiles()).checkImageDefinitions,
  'image-detail': async () => (await imageFiles()).checkImageDetail,
  'task-definition': async () =>
    (await import('#pipelines/checks/files/task-definition-file.ts')).checkTaskDefinitionFile,
}

const unrecognised = (file: Text): Finding => ({
  code: 'file-not-recognised',
  severity: 'warning',
  at: { file: file.path },
  says: 'is no template, buildspec, workflow, policy document, image definitions or task definition',
  fix: 'leave it out, or mend what keeps it from being read',
})

const checkText = async ({ file, kind }: Recognised, actions: readonly Action[]): Promise<readonly Finding[]> => {
  if (kind === 'unknown') return [unrecognised(file)]
  if (kind === 'workflow') return (await import('#pipelines/workflows/check.ts')).checkWorkflow(file, actions)
  return (await checkers[kind]())(file)
}

const checkCalls = async (files: readonly Text[]): Promise<readonly Finding[]> => {
  if (files.length === 0) return []
  const [{ checkCallers }, { readWorkflow }] = await Promise.all([
    import('#pipelines/workflows/checks/callers.ts'),
    import('#pipelines/workflows/checks/read-workflow.ts'),
  ])
  return checkCallers(files.map((file) => ({ path: file.path, workflow: readWorkflow(file) })))
}

/** What our own rules say of any files, each by what it is, and workflows by whom they call. */
export const checkTexts = async (
  files: readonly Text[],
  actions: readonly Action[] = [],
): Promise<readonly Finding[]> => {
  const recognised = files.map((file): Recognised => ({ file, kind: kindOf(file.text, file.path) }))
  const own = await Promise.all(recognised.map((each) => checkText(each, actions)))
  const workflows = recognised.flatMap(({ file, kind }) => (kind === 'workflow' ? [file] : []))
  return [...own.flat(), ...(await checkCalls(workflows))]
}
