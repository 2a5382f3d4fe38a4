// A role's own policies hold 10,240 characters in all, a managed policy 6,144, and a role takes ten of those. White space
// does not count. AWS IAM User Guide, "IAM and AWS STS quotas".
import type { Text } from '../template/given.ts'
import { policy, type Statement } from '../template/policy.ts'
import { type Resource, resource } from '../template/resource.ts'

const most = { inline: 10_240, managed: 6_144 } as const
/** What only the account knows is estimated: room is left for longer names. */
const filled = 0.9
const arnLength = 100
const nameLength = 48
const pseudoLength: Readonly<Record<string, number>> = { 'AWS::Partition': 6, 'AWS::Region': 14, 'AWS::AccountId': 12 }

const imported = (of: unknown): number =>
  /arn$/i.test(JSON.stringify(of).replace(/\W+$/, '')) ? arnLength : nameLength

// What a text comes to once its variables are in it.
const subLength = (of: unknown): number => {
  const [text, variables] = Array.isArray(of) ? [String(of[0]), of[1]] : [String(of), {}]
  const inside = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([all, name = '']) => {
    const given = Object.entries(variables ?? {}).find(([key]) => key === name)?.[1]
    return (pseudoLength[name] ?? (given === undefined ? nameLength : lengthOf(given))) - all.length
  })
  return inside.reduce((sum, each) => sum + each, text.length + 2)
}

const lengthOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + lengthOf(each) + 1, 1)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).length
  const entries = Object.entries(value)
  const [key, of] = entries[0] ?? []
  if (entries.length === 1 && key === 'Fn::Sub') return subLength(of)
  if (entries.length === 1 && (key === 'Ref' || key?.startsWith('Fn::'))) return imported(of)
  return entries.reduce((sum, [name, each]) => sum + name.length + 4 + lengthOf(each), 1)
}

// A statement over many resources is as many statements over some of them.
const parted = (statement: Statement, room: number): readonly Statement[] => {
  const resources: readonly Text[] = [statement.Resource ?? []].flat()
  if (resources.length < 2 || lengthOf(statement) <= room) return [statement]
  const half = Math.ceil(resources.length / 2)
  const [one, other] = [resources.slice(0, half), resources.slice(half)]
  return [...parted({ ...statement, Resource: one }, room), ...parted({ ...statement, Resource: other }, room)]
}

const groups = (statements: readonly Statement[], room: number): readonly (readonly Statement[])[] => {
  const made: { readonly statements: Statement[]; length: number }[] = []
  for (const statement of statements.flatMap((each) => parted(each, room))) {
    const length = lengthOf(statement) + 1
    const last = made.at(-1)
    if (last && last.length + length <= room) {
      last.statements.push(statement)
      last.length += length
    } else made.push({ statements: [statement], length })
  }
  return made.map((each) => each.statements)
}

/** What a role may do, as its own policy; as managed ones when that holds no more. */
export const rolePolicies = (
  id: string,
  name: string,
  statements: readonly Statement[],
): {
  readonly given: {
    readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: ReturnType<typeof policy> }[]
    readonly ManagedPolicyArns?: readonly Resource<'AWS::IAM::ManagedPolicy'>['ref'][]
  }
  readonly managed: readonly Resource<'AWS::IAM::ManagedPolicy'>[]
} => {
  if (lengthOf(statements) <= most.inline * filled)
    return { given: { Policies: [{ PolicyName: name, PolicyDocument: policy(...statements) }] }, managed: [] }
  const managed = groups(statements, most.managed * filled).map((each, at) =>
    resource(`${id}Policy${at + 1}`, 'AWS::IAM::ManagedPolicy', {
      Description: `${name}, part ${at + 1}`,
      PolicyDocument: policy(...each),
    }),
  )
  return { given: { ManagedPolicyArns: managed.map(({ ref }) => ref) }, managed }
}
