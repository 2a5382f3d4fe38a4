import { isLike } from '#cfn/iam/pattern.ts'
import { refuse } from '../problem.ts'
import { allows, type ReadRole, roleAt } from '../read/role.ts'
import { type SecretRead, secretReaders } from '../read/secret-reads.ts'
import type { Rule } from './rule.ts'

// A reference may go on behind the ARN: `arn:key:stage:version`. A name alone stands inside the ARN.
const covers = (resource: string, from: string): boolean => {
  const bare = from.replace(/^\//, '')
  return (
    isLike(resource, from) ||
    (from.startsWith(resource) && from.charAt(resource.length) === ':') ||
    isLike(resource.replace(/^[^*]*:(secret:|parameter\/)/, ''), bare) ||
    bare.split(':')[0] === resource.replace(/^.*:(secret:|parameter\/)/, '').replace(/-(\*|\?{6})$/, '')
  )
}

const isAllowed = (role: ReadRole, { action, from }: SecretRead): boolean =>
  role.statements.some((each) => allows(each, action) && each.resources.some((resource) => covers(resource, from)))

/** Secrets that a task or a build reads, and its role may not: it stops before its first line of log. */
export const secretForbidden: Rule = (world) =>
  secretReaders(world).flatMap(({ owner, role: property, reads }) => {
    const role = roleAt(world.templates, owner, property)
    if (!role) return []
    return reads
      .filter((each) => !isAllowed(role, each))
      .map((each) =>
        refuse(each.at(), [
          `${each.reader} reads ${each.name} from "${each.from.replace(/<import ([^>]+)>/g, '$1')}", which role "${role.logicalId}" may not read`,
          `add a statement to role "${role.logicalId}": ${each.action} on that ${each.action.startsWith('ssm') ? 'parameter' : 'secret'}`,
        ]),
      )
  })
