import { type Delivery, type Environment, pascal, type Stack, stack } from '#model'
import { kept, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { merged, owned, type SecretsExports } from './layers.ts'
import { tagsOf } from './names.ts'

/** The secrets whose values people set. They start without one: a task that needs it says so instead of guessing. */
export const secrets = (d: Delivery, e: Environment): Stack<SecretsExports> =>
  stack({ delivery: d.name, environment: e, id: 'secrets', needs: {} }, () => {
    const made = d.secrets.map((secret) => ({
      secret,
      resource: resource(
        pascal(secret.name),
        'AWS::SecretsManager::Secret',
        {
          Name: `${d.name}/${e.name}/${secret.name}`,
          Description: `Set by hand: aws secretsmanager put-secret-value --secret-id ${d.name}/${e.name}/${secret.name}`,
        },
        kept,
      ),
    }))
    return {
      template: template({
        description: `${d.name} ${e.name}: secrets, without their values`,
        resources: made.map((each) => each.resource),
        tags: tagsOf(d, e),
      }),
      exports: merged(made.map((each) => owned(each.secret.name, { 'secret-arn': each.resource.ref }))),
    }
  })
