// Why a service takes a role without saying for whose resources: what AWS documents of its trust policy.
const trustReasons: Readonly<Record<string, string>> = {
  'chatbot.amazonaws.com': 'AWS documents no source of it; the role may do nothing, and a guardrail denies the rest',
  'ecs.amazonaws.com':
    'AWS documents the roles of a shift without a condition, and nothing says that ECS sends the source; a role is only passed within its account',
}

/** Why the trust in a service names no source account; undefined for one that has to name it. */
export const trustReasonOf = (service: string): string | undefined => trustReasons[service]
