// What the calls of roles in the sample's first environment are said with, and what no role of it may.
export const here = '222222222222'
export const at = `ca-central-1:${here}`
export const bucket = 'arn:aws:s3:::<bootstrap/Artifacts>'
export const stackArn = (name: string) => `arn:aws:cloudformation:${at}:stack/acme-staging-${name}/1b2c`
export const repository = (name: string) => `arn:aws:ecr:${at}:repository/acme/staging/${name}`
export const table = `arn:aws:dynamodb:${at}:table/<tables/Messages>`
export const role = (name: string) => `arn:aws:iam::${here}:role/${name}`
export const database = `arn:aws:secretsmanager:${at}:secret:rds-<database/Main>`

/** A call: an action on a resource, with what the request says besides. */
export type Case = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>]

/** What a role may call, and what it may not. */
export interface Cases {
  readonly may: readonly Case[]
  readonly mayNot: readonly Case[]
}

/** Calls with which any role could become another. */
export const escalation: readonly Case[] = [
  ['iam:CreateRole', role('x')],
  ['iam:PutRolePolicy', role('cloudformation-deploy')],
  ['sts:AssumeRole', role('cloudformation-deploy')],
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${at}:secret:another`],
]
