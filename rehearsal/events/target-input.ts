// What a target is given: the event, a part of it, constant text, or a template filled from it.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
import type { Shape } from '../service.ts'

const at = (event: unknown, path: string): unknown =>
  path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((value, part) => {
      const [, name = part, index] = /^(.*?)(?:\[(\d+)\])?$/.exec(part) ?? []
      const below = (value as Shape | undefined)?.[name]
      return index === undefined ? below : (below as unknown[] | undefined)?.[Number(index)]
    }, event)

const filled = (transformer: Shape, event: Shape, rule: { readonly arn: string; readonly name: string }): string => {
  const paths = (transformer.InputPathsMap ?? {}) as Shape
  const template = String(transformer.InputTemplate)
  const known: Record<string, unknown> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': event,
    'aws.events.event.json': event,
  }
  return template.replace(/<([\w.-]+)>/g, (whole: string, name: string, offset: number) => {
    if (!(name in known) && !(name in paths)) return whole
    const value = name in known ? known[name] : at(event, String(paths[name]))
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
    // Inside a text the value stands as it is; elsewhere a text gets its quotes.
    if (isInsideText(template.slice(0, offset))) return text.replace(/[\\"]/g, '\\$&')
    return typeof value === 'string' ? JSON.stringify(value) : text
  })
}

const isInsideText = (before: string): boolean => (before.replace(/\\"/g, '').match(/"/g) ?? []).length % 2 === 1

/** The text that goes to a target. */
export const targetInput = (
  target: Shape,
  event: Shape,
  rule: { readonly arn: string; readonly name: string },
): string => {
  if (target.Input !== undefined) return String(target.Input)
  if (target.InputPath !== undefined) return JSON.stringify(at(event, String(target.InputPath)) ?? null)
  if (target.InputTransformer) return filled(target.InputTransformer, event, rule)
  return JSON.stringify(event)
}
