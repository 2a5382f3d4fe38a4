// What people break between those who do something and the roles that let them.
import { type Edit, replace } from '../edited.ts'
import { paths, type Row } from './row.ts'

const { builds, cicd, preview, publish, service, sync } = paths
const subject = 'repo:acme/cruddur:ref:refs/heads/production'

const like = (to: string): Edit =>
  replace(
    sync,
    new RegExp(`StringEquals(:\\s+token[^\\n]+\\s+token[^\\n]+\\s+- )${subject}`),
    `StringLike: {token.actions.githubusercontent.com:aud: sts.amazonaws.com, token.actions.githubusercontent.com:sub: "${to}"} # `,
  )

/** The edits. */
export const access: readonly Row[] = [
  [
    'the task may not read its secret',
    'secret-forbidden',
    replace(service, 'secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'),
  ],
  [
    'the build may not read its secret',
    'secret-forbidden',
    replace(builds, 'secretsmanager:GetSecretValue', 'secretsmanager:ListSecrets'),
  ],
  ['the task may not write its log', 'role-lacks-action', replace(service, 'logs:PutLogEvents', 'logs:GetLogEvents')],
  ['the task may not pull its image', 'role-lacks-action', replace(service, 'ecr:BatchGetImage', 'ecr:ListImages')],
  ['the build may not push its image', 'role-lacks-action', replace(builds, 'ecr:PutImage', 'ecr:ListImages')],
  ['the site may not be uploaded', 'role-lacks-action', replace(sync, /s3:PutObject(?=\s)/g, 's3:GetObjectAcl')],
  [
    'the site may not be invalidated',
    'role-lacks-action',
    replace(sync, 'cloudfront:CreateInvalidation', 'cloudfront:ListInvalidations'),
  ],
  [
    'the tasks’ role trusts another service',
    'service-untrusted',
    replace(service, 'ecs-tasks.amazonaws.com', 'ecs.amazonaws.com'),
  ],
  [
    'the pipeline may pass roles to another service',
    'pipeline-role-forbidden',
    replace(cicd, /ecs-tasks[.]amazonaws[.]com/g, 'ecs.amazonaws.com'),
  ],
  [
    'the pipeline may not read its artifacts',
    'pipeline-role-forbidden',
    replace(cicd, 's3:GetObject\n', 's3:GetObjectAcl\n'),
  ],
  [
    'the pipeline may not register a task',
    'pipeline-role-forbidden',
    replace(cicd, 'ecs:RegisterTaskDefinition', 'ecs:ListTaskDefinitions'),
  ],
  ['the pipeline may not pass a role', 'pipeline-role-forbidden', replace(cicd, 'iam:PassRole', 'iam:GetRole')],
  [
    'the workflow takes a role of another name',
    'role-unknown',
    replace(publish, 'role/cruddur-production-sync', 'role/cruddur-sync'),
  ],
  [
    'the workflow takes a role of another account',
    'role-unknown',
    replace(preview, '::111111111111:', '::222222222222:'),
  ],
  [
    'the role is renamed',
    'role-unknown',
    replace(sync, 'RoleName: cruddur-production-preview', 'RoleName: cruddur-preview'),
  ],
  [
    'the role trusts another branch',
    'subject-untrusted',
    replace(sync, subject, 'repo:acme/cruddur:ref:refs/heads/main'),
  ],
  [
    'the role trusts another letter case',
    'subject-untrusted',
    replace(sync, subject, 'repo:Acme/cruddur:ref:refs/heads/production'),
  ],
  ['the workflow runs on another branch', 'subject-untrusted', replace(publish, '- production', '- main')],
  [
    'the job gets an environment',
    'subject-untrusted',
    replace(publish, '    needs:\n', '    environment: production\n    needs:\n'),
  ],
  [
    'the audience is another one',
    'audience-untrusted',
    replace(sync, 'aud: sts.amazonaws.com', 'aud: https://github.com/acme'),
  ],
  ['the role trusts what begins like the repository', 'trust-other-repository', like('repo:acme/cruddur*')],
  [
    'the role trusts every repository of the owner',
    'trust-other-repository',
    like('repo:acme/*:ref:refs/heads/production'),
  ],
  ['the role trusts every owner', 'trust-any-owner', like('repo:*:ref:refs/heads/production')],
  [
    'the writing role trusts pull requests',
    'pull-request-writes',
    replace(sync, subject, 'repo:acme/cruddur:pull_request'),
  ],
]
