import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fault } from '#model'
import { kindOf } from './recognise.ts'

/** A file's text by its path. */
export interface Text {
  readonly path: string
  readonly text: string
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json|template)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

/** The template at a path, called as it is; or those in a folder, by their paths below it. */
export const readTemplates = (path: string, name = path): readonly Text[] => {
  if (!existsSync(path))
    throw fault({
      at: path,
      code: 'file-unreadable',
      says: 'this file or folder cannot be read',
      fix: 'give the path of a template or of a folder of templates',
    })
  if (!statSync(path).isDirectory()) return [{ path: name, text: readFileSync(path, 'utf8') }]
  return filesIn(path)
    .map((file) => ({ path: relative(path, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }))
    .filter(({ text, path: file }) => kindOf(text, file) === 'template')
}
