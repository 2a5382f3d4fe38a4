// Fn::ForEach of the AWS::LanguageExtensions transform, written out: one copy of its body for each item of a list.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
import { isRecord, type Template } from './template.ts'

/** The list that a loop runs over, or undefined when nobody knows it yet. */
export type ItemsOf = (collection: unknown) => readonly string[] | undefined

interface Item {
  readonly name: string
  readonly value: string
}

// `&{Name}` is the item without what a logical id may not hold.
const filled = (text: string, { name, value }: Item): string =>
  text.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, value.replace(/[^A-Za-z0-9]/g, ''))

const copied = (part: unknown, item: Item): unknown => {
  if (typeof part === 'string') return filled(part, item)
  if (Array.isArray(part)) return part.map((each) => copied(each, item))
  if (!isRecord(part)) return part
  if (part.Ref === item.name) return item.value
  // What is left of Fn::Sub is a text once nothing in it waits to be filled.
  const sub = typeof part['Fn::Sub'] === 'string' ? filled(part['Fn::Sub'], item) : undefined
  if (sub !== undefined && !sub.includes('${')) return sub
  return Object.fromEntries(Object.entries(part).map(([key, each]) => [filled(key, item), copied(each, item)]))
}

const copies = (loop: unknown, itemsOf: ItemsOf): readonly (readonly [string, unknown])[] => {
  const [name, collection, body] = Array.isArray(loop) ? loop : []
  const items = itemsOf(collection)
  if (typeof name !== 'string' || !items || !isRecord(body)) return []
  return items.flatMap((value) => Object.entries(written(copied(body, { name, value }), itemsOf) as object))
}

const written = (part: unknown, itemsOf: ItemsOf): unknown => {
  if (Array.isArray(part)) return part.map((each) => written(each, itemsOf))
  if (!isRecord(part)) return part
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, each]) =>
      key.startsWith('Fn::ForEach::') ? copies(each, itemsOf) : [[key, written(each, itemsOf)]],
    ),
  )
}

/** The template with its loops written out; a loop over a list that nobody knows yet gives nothing. */
export const withLoopsWritten = (template: Template, itemsOf: ItemsOf): Template => {
  const transforms = [template.Transform ?? []].flat()
  if (!transforms.includes('AWS::LanguageExtensions')) return template
  const sections = ['Conditions', 'Resources', 'Outputs'] as const
  return {
    ...template,
    ...Object.fromEntries(
      sections.flatMap((name) => (template[name] ? [[name, written(template[name], itemsOf)]] : [])),
    ),
  }
}
