import { checkBuildspec } from '#buildspecs/check.ts'
import type { Action, Finding } from '#model'
import { checkImageDefinitions, checkImageDetail } from '#pipelines/checks/files/image-file.ts'
import { checkPolicyFile } from '#pipelines/checks/files/policy-file.ts'
import { checkTaskDefinitionFile } from '#pipelines/checks/files/task-definition-file.ts'
import { checkTemplateFile } from '#pipelines/checks/files/template-file.ts'
import { checkWorkflow } from '#pipelines/workflows/check.ts'
import { checkCallers } from '#pipelines/workflows/checks/callers.ts'
import { readWorkflow } from '#pipelines/workflows/checks/read-workflow.ts'
import { type FileKind, kindOf } from './recognise.ts'

type Text = { readonly path: string; readonly text: string }

interface Recognised {
  readonly file: Text
  readonly kind: FileKind
}

// Files of one kind, by its own rules. None of these reads anything but the text.
const checkers: Readonly<Record<Exclude<FileKind, 'workflow' | 'unknown'>, (file: Text) => readonly Finding[]>> = {
  template: checkTemplateFile,
  buildspec: checkBuildspec,
  policy: checkPolicyFile,
  'image-definitions': checkImageDefinitions,
  'image-detail': checkImageDetail,
  'task-definition': checkTaskDefinitionFile,
}

const unrecognised = (file: Text): Finding => ({
  code: 'file-not-recognised',
  severity: 'warning',
  at: { file: file.path },
  says: 'is no template, buildspec, workflow, policy document, image definitions or task definition',
  fix: 'leave it out, or mend what keeps it from being read',
})

const checkText = async ({ file, kind }: Recognised, actions: readonly Action[]): Promise<readonly Finding[]> =>
  kind === 'workflow' ? checkWorkflow(file, actions) : kind === 'unknown' ? [unrecognised(file)] : checkers[kind](file)

/** What our own rules say of any files, each by what it is, and workflows by whom they call. */
export const checkTexts = async (
  files: readonly Text[],
  actions: readonly Action[] = [],
): Promise<readonly Finding[]> => {
  const recognised = files.map((file): Recognised => ({ file, kind: kindOf(file.text, file.path) }))
  const own = await Promise.all(recognised.map((each) => checkText(each, actions)))
  const workflows = recognised.filter(({ kind }) => kind === 'workflow')
  const called = checkCallers(workflows.map(({ file }) => ({ path: file.path, workflow: readWorkflow(file) })))
  return [...own.flat(), ...called]
}
