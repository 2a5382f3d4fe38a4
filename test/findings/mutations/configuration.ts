// What people change by hand so that a file no longer says what the configuration says.
import { replace } from '../edited.ts'
import { paths, type Row } from './row.ts'

const { builds, cicd, migrate, out, preview, publish, service, sync } = paths

/** The edits. */
export const configuration: readonly Row[] = [
  // What a service reads.
  [
    'the service reads its image from elsewhere',
    'image-parameter-differs',
    replace(service, 'Default: /cruddur/production/api/image', 'Default: /cruddur/staging/api/image'),
  ],
  [
    'the parameter of the image is made under another name',
    'image-parameter-differs',
    replace(out('registry'), 'Name: /cruddur/production/api/image', 'Name: /cruddur/production/image'),
  ],
  [
    'the pipeline records the image elsewhere',
    'image-parameter-differs',
    replace(
      cicd,
      /Fn::ImportValue: cruddur-production-registry-api-image-parameter(?=\n {16}- Name)/,
      '/cruddur/production/api/latest',
    ),
  ],
  [
    'the task reads a key of its secret that is not there',
    'secret-key-missing',
    replace(service, '${arn}:password::', '${arn}:Password::'),
  ],
  [
    'the build reads a key of its secret that is not there',
    'secret-key-missing',
    replace(builds, '${arn}:username', '${arn}:user'),
  ],
  // Which branch is released.
  ['the pipeline takes another branch', 'source-differs', replace(cicd, 'BranchName: production', 'BranchName: main')],
  [
    'the pipeline waits for another branch',
    'source-differs',
    replace(cicd, 'Includes:\n                    - production', 'Includes:\n                    - main'),
  ],
  [
    'the pipeline takes another repository',
    'source-differs',
    replace(cicd, 'FullRepositoryId: acme/cruddur', 'FullRepositoryId: acme/cruddur-fork'),
  ],
  [
    'pull requests into another branch are previewed',
    'workflow-branch-differs',
    replace(preview, '- production', '- main'),
  ],
  ['the site is published from more branches', 'workflow-branch-differs', replace(publish, '- production', "- '**'")],
  // Docker in builds.
  [
    'the image is built without privileges',
    'docker-forbidden',
    replace(builds, 'PrivilegedMode: true', 'PrivilegedMode: false'),
  ],
  ['the privileged build forgets its mode', 'docker-forbidden', replace(builds, /\n\s+PrivilegedMode: true/, '')],
  ['the migration runs no container any more', 'privilege-needless', replace(migrate, /docker|npm/g, 'node')],
  // What roles may.
  ['the task may not write its table', 'role-narrowed', replace(service, /\n\s+- dynamodb:PutItem/, '')],
  [
    'the task may not ask the indexes of its table',
    'role-narrowed',
    replace(service, '${arn}/index/*', '${arn}/stream/*'),
  ],
  [
    'the task’s statement is a denial',
    'role-narrowed',
    replace(service, /Effect: Allow(?=\n\s+Action:\n\s+- dynamodb)/, 'Effect: Deny'),
  ],
  ['the site may not be listed', 'role-narrowed', replace(sync, /\n\s+- s3:ListBucket/, '')],
  ['the task may use every table like its own', 'role-widened', replace(service, '${arn}/index/*', '${arn}*')],
  ['the build may push anywhere', 'role-widened', replace(builds, '- ecr:PutImage', '- ecr:*')],
  [
    'anyone’s tasks may take the role',
    'role-widened',
    replace(service, /\n\s+ArnLike:\n\s+aws:SourceArn:\n.*ecs.*\n/, '\n'),
  ],
]
