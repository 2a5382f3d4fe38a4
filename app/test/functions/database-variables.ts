import type { Database } from '../../db/database.ts'
import { awsCalls } from '../../dev/aws-calls.ts'
import type { LocalAws } from '../../dev/local-aws.ts'
import { envOf } from '../setup/database.ts'

/** The variables that lead a function to a database: where it is, and the secret with its user and password. */
export async function databaseVariables(aws: LocalAws, database: Database): Promise<Record<string, string>> {
  const { PGUSER: username, PGPASSWORD: password, ...where } = envOf(database)
  const { ARN } = await awsCalls(aws).json<{ ARN: string }>('secretsmanager.CreateSecret', {
    Name: `database-${database.database}`,
    SecretString: JSON.stringify({ username, password }),
    ClientRequestToken: '00000000-0000-4000-8000-000000000000',
  })
  return { ...where, PGSECRET_ARN: ARN } as Record<string, string>
}
