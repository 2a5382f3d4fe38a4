import { instead } from '../nearest.ts'
import { refuse } from '../problem.ts'
import type { ReadRole } from '../read/role.ts'
import { isGitHubRole, subjectStart, trustedTexts, trusts } from '../read/subjects.ts'
import type { Login } from '../read/workflow.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

const arnOf = (role: ReadRole): string => `arn:aws:iam::${role.template.manifest.account}:role/${role.name}`

const roleOf = (world: World, { role }: Login): ReadRole | undefined =>
  world.roles.find((each) => each.name !== undefined && arnOf(each) === role)

/** Workflows that take a role which no template makes. */
export const roleUnknown: Rule = (world) =>
  world.logins
    .filter((login) => !roleOf(world, login))
    .map((login) =>
      refuse(login.at, [
        `job "${login.job}" takes role "${login.role}", which no template makes`,
        instead(login.role, world.roles.filter((each) => each.name && isGitHubRole(each)).map(arnOf), 'role'),
      ]),
    )

/** Workflows whose token the role does not trust: "Not authorized to perform sts:AssumeRoleWithWebIdentity". */
export const subjectUntrusted: Rule = (world) =>
  world.logins.flatMap((login) => {
    const role = roleOf(world, login)
    const sent = login.ends.map((end) => `${subjectStart(world.delivery.repo)}:${end}`)
    return !role || sent.length === 0 || sent.some((subject) => trusts(role, 'sub', subject))
      ? []
      : [
          refuse(login.at, [
            `job "${login.job}" sends the subject ${sent.map((each) => `"${each}"`).join(' or ')}, role "${role.name}" trusts ${
              trustedTexts(role, 'sub')
                .map((each) => `"${each}"`)
                .join(', ') || 'none'
            }`,
            `trust "${sent[0]}" in ${role.template.path}, or start the job as the role expects`,
          ]),
        ]
  })

/** Roles that do not ask whom the token was made for, or ask for someone else. */
export const audienceUntrusted: Rule = (world) =>
  world.roles.filter(isGitHubRole).flatMap((role) => {
    const wanted = world.logins.find((login) => roleOf(world, login) === role)?.audience ?? 'sts.amazonaws.com'
    const given = trustedTexts(role, 'aud')
    return trusts(role, 'aud', wanted)
      ? []
      : [
          refuse(role.template.at('Resources', role.logicalId, 'Properties', 'AssumeRolePolicyDocument'), [
            `role "${role.name ?? role.logicalId}" ${given.length > 0 ? `trusts tokens for "${given.join('", "')}"` : 'does not ask whom a token is for'}`,
            `add the condition StringEquals token.actions.githubusercontent.com:aud: ${wanted}`,
          ]),
        ]
  })
