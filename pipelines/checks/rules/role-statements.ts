// Roles that someone edited by hand: what the configuration says they do is compared with what they may.
import { isLike } from '#cfn/iam/pattern.ts'
import { type Problem, refuse, warn } from '../problem.ts'
import { editedTemplates } from '../read/expected.ts'
import { allows, type ReadRole, type ReadStatement, rolesIn } from '../read/role.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

interface Deed {
  readonly action: string
  readonly resource: string
  readonly conditions: string
}

const conditionText = ({ conditions }: ReadStatement): string =>
  [...conditions]
    .map(([key, texts]) => `${key} ${[...texts].sort().join()}`)
    .sort()
    .join('; ')

const deedsOf = (statements: readonly ReadStatement[]): readonly Deed[] =>
  statements
    .filter(({ effect, isNot }) => effect === 'Allow' && !isNot)
    .flatMap((each) =>
      each.actions.flatMap((action) =>
        each.resources.map((resource) => ({ action, resource, conditions: conditionText(each) })),
      ),
    )

const isAllowed = (by: ReadRole, { action, resource, conditions }: Deed): boolean =>
  by.statements.some(
    (each) =>
      allows(each, action) &&
      each.resources.some((pattern) => pattern === resource || isLike(pattern, resource)) &&
      (each.conditions.size === 0 || conditionText(each) === conditions),
  )

const shown = (text: string): string => text.replace(/<(?:import )?([^>]+)>/g, '$1')

// What one role may and the other may not, a resource at a time.
const beyond = (one: ReadRole, other: ReadRole): string => {
  const byResource = new Map<string, Set<string>>()
  for (const each of deedsOf(one.statements).filter((deed) => !isAllowed(other, deed)))
    byResource.set(each.resource, (byResource.get(each.resource) ?? new Set()).add(each.action))
  return [...byResource].map(([resource, actions]) => `${[...actions].join(', ')} on "${shown(resource)}"`).join('; ')
}

type Judge = (edited: ReadRole, expected: ReadRole) => readonly Problem[]

const eachEdited = (world: World, judge: Judge): readonly Problem[] =>
  editedTemplates(world).flatMap(({ edited, expected }) => {
    const generated = new Map(rolesIn(expected).map((each) => [each.logicalId, each]))
    return rolesIn(edited).flatMap((role) => {
      const wanted = generated.get(role.logicalId)
      return wanted ? judge(role, wanted) : []
    })
  })

/** Roles that may not all that the configuration says they do. */
export const roleNarrowed: Rule = (world) =>
  eachEdited(world, (edited, expected) => {
    const lost = beyond(expected, edited)
    return lost === ''
      ? []
      : [
          refuse(edited.template.at('Resources', edited.logicalId), [
            `role "${edited.logicalId}" may not ${lost}, which the configuration says it does`,
            'put the statement back, or take the use out of launchway.config.ts and run "launchway generate"',
          ]),
        ]
  })

// Conditions of the trust that the configuration gives and the file does not. Tokens of GitHub have rules of their own.
const unasked = (edited: ReadRole, expected: ReadRole): readonly string[] => {
  const asked = new Set(edited.trust.flatMap(({ conditions }) => [...conditions.keys()]))
  const keys = expected.trust.flatMap(({ conditions }) => [...conditions.keys()])
  return [
    ...new Set(
      keys
        .filter((key) => !asked.has(key) && !key.includes('token.actions.'))
        .map((key) => key.slice(key.indexOf(' ') + 1)),
    ),
  ]
}

/** Roles that may more than the configuration says, or that ask less of whoever takes them. */
export const roleWidened: Rule = (world) =>
  eachEdited(world, (edited, expected) => {
    const more = beyond(edited, expected)
    const less = unasked(edited, expected)
    const at = (key: string) => edited.template.at('Resources', edited.logicalId, 'Properties', key)
    return [
      ...(more === ''
        ? []
        : [
            warn(at('Policies'), [
              `role "${edited.logicalId}" may ${more}, which nothing in the configuration asks for`,
              'take it out, or say in launchway.config.ts what uses it and run "launchway generate"',
            ]),
          ]),
      ...(less.length === 0
        ? []
        : [
            warn(at('AssumeRolePolicyDocument'), [
              `role "${edited.logicalId}" is given to whoever comes without ${less.join(' and ')}, for which the configuration asks`,
              'put the condition back: without it the service can be made to use the role for someone else',
            ]),
          ]),
    ]
  })
