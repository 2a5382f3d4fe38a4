// How long the tokens of a client hold.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
import type { Client } from './state.ts'

const milliseconds = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

const kinds = {
  AccessToken: { unit: 'hours', usual: 3_600_000 },
  IdToken: { unit: 'hours', usual: 3_600_000 },
  RefreshToken: { unit: 'days', usual: 30 * 86_400_000 },
} as const

/** The lifetime of a kind of token in milliseconds; 0 or nothing means the default. */
export const validityOf = ({ settings }: Client, kind: keyof typeof kinds): number => {
  const { unit, usual } = kinds[kind]
  const given = Number(settings[`${kind}Validity`] ?? 0)
  const asked = String(settings.TokenValidityUnits?.[kind] ?? unit)
  return given > 0 ? given * milliseconds[asked in milliseconds ? (asked as keyof typeof milliseconds) : unit] : usual
}

/** How long a challenge waits for its answer: AuthSessionValidity minutes, three unless told. */
export const challengeValidityOf = ({ settings }: Client): number => Number(settings.AuthSessionValidity ?? 3) * 60_000
