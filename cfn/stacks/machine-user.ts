import { type Delivery, type Environment, type MachineUser, pascal, type Stack, stack } from '#model'
import { policy } from '../template/policy.ts'
import { resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { statementsOfAll, type Where } from './grants.ts'
import type { Layers } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'

/**
 * The users for programs outside AWS. No access key is made here, since a template would keep it readable: it is made
 * by hand, handed to the program once, and replaced every 90 days. It reaches no task: tasks have roles.
 * AWS IAM User Guide, "Update access keys", describes the change from one key to the next without a gap.
 */
export const machineUsers = (d: Delivery, e: Environment, layers: Layers): Stack => {
  const before = [layers.tables, layers.assets, layers.secrets, layers.database].filter((each) => each !== undefined)
  const needs = Object.fromEntries(before.map((each) => [each.id, each]))
  return stack({ delivery: d.name, environment: e, id: 'machine-user', needs }, () => ({
    template: template({
      description: `${d.name} ${e.name}: users for programs that cannot take a role`,
      resources: d.machineUsers.map((each) => userOf(each, { delivery: d, environment: e, layers })),
      tags: tagsOf(d, e),
    }),
    exports: {},
  }))
}

const userOf = (user: MachineUser, where: Where) => {
  const name = `${prefixOf(where.delivery, where.environment)}-${user.name}`
  return resource(
    pascal(user.name),
    'AWS::IAM::User',
    {
      UserName: name,
      Policies: [{ PolicyName: 'derived-from-uses', PolicyDocument: policy(...statementsOfAll(user.uses, where)) }],
    },
    { metadata: { 'launchway:rotation': rotation(name) } },
  )
}

const rotation = (name: string): readonly string[] => [
  `aws iam create-access-key --user-name ${name}`,
  'give the new key to the program, and see that it works',
  `aws iam update-access-key --user-name ${name} --status Inactive --access-key-id OLD`,
  `aws iam delete-access-key --user-name ${name} --access-key-id OLD`,
]
