import type { Text } from './read-workflow.ts'

/** One expression of a text: what stands between `${{` and `}}`, and how it is written with them. */
export interface FoundExpression {
  readonly body: string
  readonly written: string
}

const quotedText = /'(?:[^']|'')*'/g

/** The expressions of a text, quoted texts inside them blanked out. An `if` is one expression even without braces. */
export const expressionsOf = (text: Text): readonly FoundExpression[] => {
  const found = [...text.text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map((each) => ({
    body: blank(each[1] ?? ''),
    written: each[0],
  }))
  if (found.length > 0 || text.path.at(-1) !== 'if') return found
  return [{ body: blank(text.text), written: text.text }]
}

// `steps['build']` is `steps.build`.
const indexed = /(?<=[\w\]])\['([A-Za-z_][\w-]*)'\]/g

const blank = (body: string): string =>
  body.replace(indexed, '.$1').replace(quotedText, (each) => `'${' '.repeat(each.length - 2)}'`)
