import { createHash } from 'node:crypto'

/** The folder of templates in the artifact bucket. What runs in the pipeline must not write there. */
export const templatesFolder = 'templates'

/** Where a template lies in the artifact bucket. The key carries the content's hash: a changed template is another object. */
export const templateKey = (text: string): string =>
  `${templatesFolder}/${createHash('sha256').update(text).digest('hex')}.yaml`
