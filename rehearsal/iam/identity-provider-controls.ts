// IAM refuses new trust policies that let anyone of a shared identity provider in.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html

const provider = 'token.actions.githubusercontent.com'

interface Statement {
  readonly Effect?: string
  readonly Principal?: unknown
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Why IAM would refuse a trust policy for GitHub's provider: no subject is asked for, or any subject will do. */
export const identityProviderProblem = (document: unknown): string | undefined => {
  const statements = [(document as { Statement?: Statement | Statement[] } | null)?.Statement ?? []].flat()
  const open = statements.some(
    (statement) => statement.Effect === 'Allow' && federates(statement) && !asksForSubject(statement),
  )
  return open
    ? `The trust policy of a role that trusts ${provider} must evaluate the condition key ${provider}:sub with a value other than "*"`
    : undefined
}

const federates = ({ Principal }: Statement): boolean => {
  const federated = (Principal as { Federated?: string | readonly string[] } | undefined)?.Federated
  return [federated ?? []].flat().some((arn) => arn.endsWith(`:oidc-provider/${provider}`))
}

const asksForSubject = ({ Condition = {} }: Statement): boolean =>
  Object.values(Condition)
    .flatMap((keys) => Object.entries(keys))
    .some(([key, values]) => key.toLowerCase() === `${provider}:sub` && ![values].flat().includes('*'))
