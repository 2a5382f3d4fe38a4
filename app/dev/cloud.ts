import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import type { Database } from '../db/database.ts'
import { tableInput } from '../db/messages/table.ts'
import { awsCalls } from './aws-calls.ts'
import { createBucket, onCreated, serveBucket } from './create-buckets.ts'
import { createUserPool, type MadePool } from './create-user-pool.ts'
import { deployFunction } from './deploy-function.ts'
import { followStream } from './follow-stream.ts'
import { type LocalAws, startAws } from './local-aws.ts'

/** Everything of AWS that the app uses, on this machine. */
export type Cloud = {
  readonly aws: LocalAws
  readonly pool: MadePool
  /** What the server is told of it. */
  readonly env: Readonly<Record<string, string>>
}

/** Who is told of what would have been mailed, and of what the functions print. */
export type CloudOptions = {
  readonly database: Database
  readonly onMail: (to: string, code: string) => void
  readonly onLine: (name: string, line: string) => void
}

const [table, uploads, avatars] = ['messages', 'uploads', 'avatars'] as const

/** Starts it, with the table, the user pool, the buckets and the functions that a delivery makes. */
export async function startCloud({ database, onMail, onLine }: CloudOptions): Promise<Cloud> {
  const aws = await startAws({ onMail: ({ to, code }) => onMail(to, code), onLine })
  const { dynamodb } = aws
  const { TableDescription } = await dynamodb.send(new CreateTableCommand(tableInput(table)))
  await createBucket(aws, uploads)
  await createBucket(aws, avatars)
  await serveBucket(aws, avatars)

  const inDatabase = await reaching(aws, database)
  const confirmed = deployFunction(aws, { name: 'post-confirmation', variables: inDatabase })
  const stream = deployFunction(aws, {
    name: 'message-stream',
    variables: { ...inDatabase, MESSAGES_TABLE: table },
  })
  const thumbnail = deployFunction(aws, { name: 'thumbnail', variables: { AVATARS_BUCKET: avatars } })
  const pool = await createUserPool(aws, await confirmed)
  await followStream(aws, { streamArn: TableDescription?.LatestStreamArn ?? '', functionArn: await stream })
  await onCreated(aws, uploads, await thumbnail)
  return {
    aws,
    pool,
    env: {
      USERS_POOL_ID: pool.poolId,
      USERS_CLIENT_ID: pool.clientId,
      MESSAGES_TABLE: table,
      UPLOADS_BUCKET: uploads,
      AVATARS_URL: `${aws.endpoint}/${avatars}`,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: aws.region,
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    },
  }
}

/** The variables that lead a function to a database: where it is, and the secret with its user and password. */
export async function reaching(aws: LocalAws, database: Database): Promise<Record<string, string>> {
  const { ARN } = await awsCalls(aws).json<{ ARN: string }>('secretsmanager.CreateSecret', {
    Name: `database-${database.database}`,
    SecretString: JSON.stringify({ username: database.user, password: database.password }),
    ClientRequestToken: '00000000-0000-4000-8000-000000000000',
  })
  return {
    PGHOST: database.host,
    PGPORT: String(database.port),
    PGDATABASE: database.database,
    PGSSLMODE: 'disable',
    PGSECRET_ARN: ARN,
  }
}
