import { parseTemplate } from '#cfn/analysis/parse.ts'
import type { Delivery } from '#model'
import { type Problem, warn } from '../problem.ts'
import { type Difference, differencesOf } from '../read/differences.ts'
import { generatedTexts } from '../read/expected.ts'
import { oncePer } from '../read/once.ts'
import { placesIn } from '../read/places.ts'
import type { Text } from '../read/text.ts'
import { workflowValue } from '../read/workflow-events.ts'
import type { Rule } from './rule.ts'

// A file of another version of Launchway may differ everywhere: the first places tell enough.
const most = 3
const width = 60

const readValue = ({ path, text }: Text): unknown =>
  path.startsWith('cfn/out/') ? (parseTemplate(text).template ?? text) : (workflowValue(text) ?? text)

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? ''
  return text.length > width ? `${text.slice(0, width)}…` : text
}

const saying = ({ keys, expected, found }: Difference): string => {
  const name = keys.length === 0 ? 'this file' : `"${keys.slice(-3).join('.')}"`
  if (expected === undefined) return `${name} is ${shown(found)}, which the configuration does not give`
  if (found === undefined) return `${name} lacks ${shown(expected)}, which the configuration gives`
  return keys.length === 0
    ? `${name} is not what the configuration gives`
    : `${name} is ${shown(found)}, and the configuration gives ${shown(expected)}`
}

/** What generated files say, each read once however often an edit of it is judged. */
const expectedOf = oncePer((delivery: Delivery) => {
  const texts = generatedTexts(delivery)
  const read = new Map<string, unknown>()
  return (path: string): { readonly text: string; readonly value: () => unknown } | undefined => {
    const text = texts.get(path)
    if (text === undefined) return undefined
    const value = () => {
      if (!read.has(path)) read.set(path, readValue({ path, text }))
      return read.get(path)
    }
    return { text, value }
  }
})

/** Generated files that do not say what the configuration says: the next "launchway generate" undoes the edit. */
export const editedByHand: Rule = ({ delivery, files }) =>
  files.flatMap((file): readonly Problem[] => {
    const expected = expectedOf(delivery)(file.path)
    if (expected === undefined || expected.text === file.text) return []
    const at = placesIn(file)
    return differencesOf(expected.value(), readValue(file))
      .slice(0, most)
      .map((each) =>
        warn(at(...each.keys), [
          saying(each),
          'change launchway.config.ts where that is meant, then run "launchway generate"',
        ]),
      )
  })
