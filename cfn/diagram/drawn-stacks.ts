import { parseTemplate } from '../analysis/parse.ts'
import type { DrawnStack } from './world.ts'

interface ListedStack {
  readonly id: string
  readonly name: string
  readonly template: string
  readonly uploads: readonly { readonly key: string; readonly text: string }[]
}

// A nested template belongs to the stack resource whose TemplateURL ends in its key.
const parentOf = (stack: DrawnStack, key: string): DrawnStack['parent'] => {
  const found = Object.entries(stack.template.Resources).find(
    ([, { Type, Properties }]) =>
      Type === 'AWS::CloudFormation::Stack' && JSON.stringify(Properties?.TemplateURL ?? '').includes(key),
  )
  return found && { id: stack.id, logicalId: found[0] }
}

const read = (text: string) => parseTemplate(text).template ?? { Resources: {} }

/** The stacks of a manifest, read; nested ones behind their parents. */
export const drawnStacks = (stacks: readonly ListedStack[]): readonly DrawnStack[] =>
  stacks.flatMap(({ id, name, template, uploads }) => {
    const stack: DrawnStack = { id, name, template: read(template) }
    const nested = uploads.flatMap(({ key, text }, at): readonly DrawnStack[] => {
      const parent = parentOf(stack, key)
      return parent ? [{ id: `${id}/${at}`, name, template: read(text), parent }] : []
    })
    return [stack, ...nested]
  })
