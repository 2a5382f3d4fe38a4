import { describe, error, type Findings, type Given, type GivenEntry, warning } from './given.ts'

// `echo "Hello: world"` is read as the key `echo "Hello` with the value `world"`.
const colon = (item: Given): string | undefined =>
  item.is === 'map' && item.entries[0]?.value.at.line === item.at.line ? item.entries[0]?.key : undefined

const itemFindings = (item: Given, at: number): Findings => {
  if (item.is === 'text') return []
  if (item.is === 'nothing')
    return warning('buildspec-nothing', item.at, [
      `command ${at + 1} is empty`,
      'remove the "-", or put quotes around a command that begins with "#"',
    ])
  const key = colon(item)
  const first = item.is === 'map' ? item.entries[0] : undefined
  if (key !== undefined && first)
    return error('command-mapping', { ...item.at, column: (item.at.column ?? 1) + key.length }, [
      `command ${at + 1} is read as a mapping, since ": " follows ${JSON.stringify(key)}`,
      `put quotes around the whole command, or write it below "- |"`,
    ])
  return error('command-mapping', item.at, [
    `command ${at + 1} is ${describe(item)} where one text belongs`,
    'write it as one text: put quotes around all of it, or write it below "- |"',
  ])
}

/**
 * Commands: a list of texts. CodeBuild's own message for the rest is `Expected Commands[0] to be of string type: found
 * subkeys instead`, with a line that is often another one.
 */
export const commands = (entry: GivenEntry): Findings => {
  const { value } = entry
  if (value.is === 'list') return value.items.flatMap(itemFindings)
  if (value.is === 'nothing')
    return warning('buildspec-nothing', entry.at, [
      `"${entry.key}" has no item`,
      `add a command or remove "${entry.key}"`,
    ])
  if (value.is === 'map')
    return error('buildspec-type', value.at, [
      `"${entry.key}" is a mapping where a list of commands belongs`,
      'begin each command with "- "',
    ])
  return warning('buildspec-scalar', value.at, [
    `"${entry.key}" is one text where a list is documented`,
    'begin each command with "- "; lines without it are joined into one command',
  ])
}
