import type { StackFile } from '#model'
import type { Cloud } from './cloud/cloud.ts'

/** What a change set is told of the files that were put for it. */
export interface Uploaded {
  readonly templateUrl?: string
}

/**
 * Puts the files that a stack needs to where CloudFormation reads them: what its template points to, and the template
 * itself when it is longer than a request. Undefined when their bucket does not exist yet.
 */
export const upload = async (cloud: Cloud, stack: StackFile, how: 'replace' | 'add'): Promise<Uploaded | undefined> => {
  const { templateAt } = stack
  const files = [
    ...stack.uploads.map(({ text, ...rest }) => ({ ...rest, body: text })),
    ...(templateAt ? [{ ...templateAt, body: stack.template }] : []),
    // A preview needs no code: a change set does not look for it, and whoever previews must not decide what runs.
    ...(how === 'add' ? [] : (stack.code ?? [])).map(({ bytes, ...rest }) => ({ ...rest, body: bytes })),
  ]
  if (files.length === 0) return {}
  const exports = await cloud.stacks.exports()
  for (const { bucketExport, key, body } of files) {
    const bucket = exports.get(bucketExport)
    if (bucket === undefined) return undefined
    await cloud.objects.put({ bucket, key, body }, how)
  }
  const bucket = templateAt && exports.get(templateAt.bucketExport)
  return templateAt && bucket !== undefined ? { templateUrl: cloud.objects.urlOf({ bucket, key: templateAt.key }) } : {}
}
