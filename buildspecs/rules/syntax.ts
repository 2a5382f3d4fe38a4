import type { YAMLError } from 'yaml'
import type { Place } from '#model'
import { error, type Findings } from './given.ts'

const quotes =
  'put quotes around the whole text: it must if it holds ": " or " #", or begins with [ { * & ! % @ ` or a quote'
const indent = 'give the line the indentation of its neighbours'

// Where YAML's reader stops is where the value began; what is wrong stands at the next colon, or on the next line.
const offsetOf = (problem: YAMLError, text: string): number => {
  const from = problem.pos[0]
  if (problem.message.startsWith('Nested mappings')) {
    const colon = text.slice(from).search(/:(?=\s|$)/)
    return colon < 0 ? from : from + colon
  }
  const comments = /^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*/.exec(text.slice(from))?.[0].length ?? 0
  return problem.message.startsWith('A block sequence') ? from + comments : from
}

const wordsOf = (problem: YAMLError): readonly [says: string, fix: string] => {
  const said = problem.message.split('\n')[0] ?? ''
  if (said.startsWith('Nested mappings'))
    return ['a second ": " is read as a mapping inside a value', `${indent}, or ${quotes}`]
  if (said.startsWith('A block sequence')) return ['a "-" is read as part of another value', indent]
  if (problem.code === 'TAB_AS_INDENT') return ['a tab stands in the indentation', 'indent with spaces']
  if (problem.code === 'BAD_DQ_ESCAPE')
    return [`${said} between double quotes`, 'double the backslash, or use single quotes around the text']
  const words = said.replace(/[.:]$/, '').replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase())
  return [`this is no YAML: ${words}`, problem.code === 'BAD_INDENT' ? indent : quotes]
}

/** What YAML's reader says, at the place a person has to change. */
export const syntaxFindings = (problem: YAMLError, text: string, placeOf: (offset: number) => Place): Findings =>
  error('buildspec-syntax', placeOf(offsetOf(problem, text)), wordsOf(problem))
