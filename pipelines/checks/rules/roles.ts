import { instead } from '../nearest.ts'
import { refuse } from '../problem.ts'
import { arnOf, roleOfArn } from '../read/role.ts'
import { isGitHubRole, subjectStart, trustedTexts, trusts } from '../read/subjects.ts'
import type { Rule } from './rule.ts'

/** Workflows that take a role which no template makes. */
export const roleUnknown: Rule = (world) =>
  world.logins
    .filter((login) => !roleOfArn(world, login.role))
    .map((login) =>
      refuse(login.at(), [
        `job "${login.job}" takes role "${login.role}", which no template makes`,
        instead(
          login.role,
          world.roles.filter(isGitHubRole).flatMap((each) => arnOf(each) ?? []),
          'role',
        ),
      ]),
    )

/** Workflows whose token the role does not trust: "Not authorized to perform sts:AssumeRoleWithWebIdentity". */
export const subjectUntrusted: Rule = (world) =>
  world.logins.flatMap((login) => {
    const role = roleOfArn(world, login.role)
    const sent = login.ends.map((end) => `${subjectStart(world.delivery.repo)}:${end}`)
    return !role || sent.length === 0 || sent.some((subject) => trusts(role, 'sub', subject))
      ? []
      : [
          refuse(login.at(), [
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
    const arn = arnOf(role)
    const wanted = world.logins.find((login) => login.role === arn)?.audience ?? 'sts.amazonaws.com'
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
