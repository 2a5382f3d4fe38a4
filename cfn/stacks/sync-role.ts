// The roles that GitHub's jobs take. Whom each trusts and what each may do both follow from the jobs that take it.
// https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
import { type Delivery, type Environment, pascal, roleNameOf, type Stack, stack } from '#model'
import type { TakenRole } from '#model/subject.ts'
import { condition, equals, iff } from '../template/condition.ts'
import { parameter } from '../template/parameter.ts'
import { policy } from '../template/policy.ts'
import { kept, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { statementsOfAll } from './grants.ts'
import type { Layers } from './layers.ts'
import { tagsOf } from './names.ts'

const issuer = 'token.actions.githubusercontent.com'
const audience = 'sts.amazonaws.com'

/** GitHub's identity provider and the roles of an environment. */
export const syncRole = (
  d: Delivery,
  e: Environment,
  { roles, layers }: { readonly roles: readonly TakenRole[]; readonly layers: Layers },
): Stack => {
  const stores = [layers.database, layers.tables, layers.secrets, layers.registry, layers.cluster]
  const all = [layers.bootstrap, ...stores, ...layers.services.values(), ...layers.sites.values()]
  const needs = Object.fromEntries(all.filter((each) => each !== undefined).map((each) => [each.id, each as Stack]))
  return stack({ delivery: d.name, environment: e, id: 'sync-role', needs }, () => {
    const existing = parameter('GitHubProviderArn', {
      Type: 'String',
      Default: '',
      AllowedPattern: `^$|^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/${issuer.replaceAll('.', '\\.')}$`,
      ConstraintDescription: `empty, or the ARN of the account's provider for ${issuer}`,
      Description: 'The identity provider of GitHub, if the account has one already: there can be only one',
    })
    const isMissing = condition('IsProviderMissing', equals(existing.ref, ''))
    // No thumbprint: IAM trusts GitHub's certificate authority by itself, and a pinned one goes stale.
    const provider = resource(
      'GitHubProvider',
      'AWS::IAM::OIDCProvider',
      { Url: `https://${issuer}`, ClientIdList: [audience] },
      { ...kept, condition: isMissing },
    )
    const made = roles.map(({ role, subjects, grants }) => {
      const statements = statementsOfAll(grants, { delivery: d, environment: e, layers })
      return resource(`${pascal(role.name)}Role`, 'AWS::IAM::Role', {
        RoleName: roleNameOf(d, role),
        Description: `Taken by GitHub Actions of ${d.repo.owner}/${d.repo.name}`,
        MaxSessionDuration: 3600,
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Principal: { Federated: iff(isMissing, provider.ref, existing.ref) },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: audience,
              [`${issuer}:sub`]: subjects.map(({ text }) => text),
            },
          },
        }),
        ...(statements.length > 0 && {
          Policies: [{ PolicyName: 'derived-from-jobs', PolicyDocument: policy(...statements) }],
        }),
      })
    })
    // A second environment in the same account uses the provider that the first one made.
    const before = d.environments.slice(0, d.environments.indexOf(e))
    const shared = before.some((other) => other.account === e.account)
    return {
      template: template({
        description: `${d.name} ${e.name}: the roles that GitHub Actions takes`,
        parameters: [existing],
        conditions: [isMissing],
        resources: [provider, ...made],
        tags: tagsOf(d, e),
      }),
      exports: {},
      ...(shared && { parameters: { GitHubProviderArn: `arn:aws:iam::${e.account}:oidc-provider/${issuer}` } }),
    }
  })
}
