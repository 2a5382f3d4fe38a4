// Makes docs/permissions.md: every role of a delivery that chooses nearly everything, who can take it, what it may do,
// and why an action stands on `*`. All of it is read from the templates themselves.
import type { Statement } from '#cfn/iam/document.ts'
import { type FoundRole, rolesIn } from '#cfn/permissions/roles.ts'
import { canTake, type Run, runsOf, takersOf } from '#cfn/permissions/runs.ts'
import { driftReason, starReasonOf } from '#cfn/permissions/star-reasons.ts'
import { trustReasonOf } from '#cfn/permissions/trust-reasons.ts'
import type { Delivery } from '#model'
import { stacksByEnvironment } from '#pipelines/generate.ts'
import { permissionsSample } from './permissions-sample.ts'

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const isDrift = ({ logicalId }: FoundRole): boolean => logicalId === 'DriftRole'

/** Each action on `*`, with the roles that hold it and the reason. */
const starRows = (roles: readonly FoundRole[]) => {
  const all = roles.flatMap((role) =>
    role.statements
      .filter(({ effect, resources }) => effect === 'Allow' && resources.includes('*'))
      .flatMap(({ actions }) => actions.map((action) => ({ action, role }))),
  )
  const plain = all.filter(({ action, role }) => starReasonOf(action) !== undefined || !isDrift(role))
  const actions = [...new Set(plain.map(({ action }) => action))].sort()
  const rows = actions.map((action) => {
    const holders = plain.filter((each) => each.action === action).map(({ role }) => role.id)
    return [code(action), [...new Set(holders)].map(code).join(', '), starReasonOf(action) ?? 'NO REASON GIVEN']
  })
  const drifting = [...new Set(all.filter(({ role }) => isDrift(role)).map(({ role }) => role.id))]
  const services = [...new Set(all.filter(({ role }) => isDrift(role)).map(({ action }) => action.split(':')[0] ?? ''))]
  const drift =
    drifting.length > 0
      ? [[services.map((each) => code(`${each}:…`)).join(' '), drifting.map(code).join(', '), driftReason]]
      : []
  return [...rows, ...drift]
}

/** Each service that takes roles without a source account, with the roles and the reason. */
const trustRows = (roles: readonly FoundRole[]) => {
  const open = roles.flatMap(({ id, trust }) =>
    trust
      .filter(({ conditions }) => !conditions.some(({ key }) => key === 'aws:SourceAccount'))
      .flatMap(({ principals = [] }) => principals.filter(({ kind }) => kind === 'Service'))
      .map(({ value }) => ({ id, value })),
  )
  const services = [...new Set(open.map(({ value }) => value))].sort()
  return services.map((service) => [
    code(service),
    open
      .filter(({ value }) => value === service)
      .map(({ id }) => code(id))
      .join(', '),
    trustReasonOf(service) ?? 'NO REASON GIVEN',
  ])
}

const runTable = (roles: readonly FoundRole[], runs: readonly Run[]): string => {
  const takers = takersOf(roles, runs).map(({ role }) => role)
  const cells = runs.map((run) => [
    run.says,
    run.sub ? code(run.sub) : 'no token',
    ...takers.map((role) => (canTake(role, run) ? '**yes**' : 'no')),
  ])
  return table(['Run', 'Its subject', ...takers.map(({ logicalId }) => code(logicalId))], cells)
}

const conditionOf = ({ operator, key, values }: Statement['conditions'][number]): string =>
  `${operator} ${code(key)} ${values.map(code).join(' or ')}`

const statementRows = (statements: readonly Statement[]) =>
  statements.map(({ effect, actions, resources, conditions }) => [
    effect === 'Deny' ? '**never**' : 'may',
    actions.map(code).join('<br>'),
    resources.map(code).join('<br>'),
    conditions.map(conditionOf).join('<br>'),
  ])

const takenBy = ({ trust }: FoundRole): string =>
  trust
    .map(({ principals = [], conditions }) => {
      const who = principals.map(({ value }) => code(value)).join(', ')
      return conditions.length > 0 ? `${who}, when ${conditions.map(conditionOf).join(' and ')}` : who
    })
    .join('; ')

const roleSection = (role: FoundRole): string =>
  [
    `### ${code(role.id)}`,
    `Taken by ${takenBy(role)}.`,
    ...(role.statements.length > 0
      ? [table(['', 'Actions', 'On', 'When'], statementRows(role.statements))]
      : ['It may do nothing.']),
    ...(role.attached.length > 0 ? [`Attached: ${role.attached.map(code).join(', ')}.`] : []),
  ].join('\n\n')

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length > 0 ? [`## ${title}`, table(['Service', 'Roles', 'Why nothing narrows it'], rows)] : []

/** The document of a delivery's last environment; the others differ in names only. */
const permissionsDocument = (d: Delivery): string => {
  const layered = stacksByEnvironment(d)
  const [first, ...others] = layered.map(({ environment, stacks }) => ({ environment, roles: rolesIn(stacks) }))
  const shown = [...(first ? [first] : []), ...others]
  const sections = shown.flatMap(({ environment, roles }) => [
    `## Who of GitHub can take which role: ${environment.name}`,
    'A reusable workflow runs with its caller’s token, so it adds no row. A job in a GitHub environment sends that environment instead of its ref, and no role trusts one.',
    runTable(roles, runsOf(d.repo, d.environments)),
    `## Actions on \`*\`: ${environment.name}`,
    table(['Action', 'Roles', 'Why there is no resource'], starRows(roles)),
    ...section(`Services that take a role without \`aws:SourceAccount\`: ${environment.name}`, trustRows(roles)),
    `## Every role: ${environment.name}`,
    ...roles.map(roleSection),
  ])
  return `${[
    '<!-- Generated by scripts/generate/permissions.ts from the grants of a sample delivery; edit cfn/stacks/grants.ts and run "node scripts/regenerate.mjs" instead of editing this file. -->',
    '# Permissions',
    'Nobody writes a policy: each statement follows from what a build, a job, an action or a task does to something. These are the roles of a delivery with two environments, two services, two sites and every choice of pipeline and workflow; `<stack/Resource>` stands for an id that AWS makes up.',
    ...sections,
  ].join('\n\n')}\n`
}

/** docs/permissions.md. */
export const generatePermissions = (): string => permissionsDocument(permissionsSample())
