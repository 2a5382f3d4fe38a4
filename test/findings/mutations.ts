// What people break between files, one edit each, with the code of the rule that catches it.
import { aDelivery, filesOf } from '../pipelines/checks/a-delivery.ts'
import { type Edit, remove, replace } from './edited.ts'

/** The delivery that they break. */
export const delivery = aDelivery()
/** Its files, by their paths. */
export const files = filesOf(delivery)

const out = (name: string) => `cfn/out/production/${name}.yaml`
const [cicd, builds, service, cluster, sync] = ['cicd', 'cicd-builds', 'service-api', 'cluster', 'sync-role'].map(
  out,
) as [string, string, string, string, string]
const image = 'buildspecs/out/api-image.yml'
const migrate = 'buildspecs/out/api-migrate.yml'
const publish = '.github/workflows/sync.yml'
const preview = '.github/workflows/preview.yml'
const manifest = 'pipelines/out/production.json'
const subject = 'repo:acme/cruddur:ref:refs/heads/production'

const like = (to: string): Edit =>
  replace(
    sync,
    new RegExp(`StringEquals(:\\s+token[^\\n]+\\s+token[^\\n]+\\s+- )${subject}`),
    `StringLike: {token.actions.githubusercontent.com:aud: sts.amazonaws.com, token.actions.githubusercontent.com:sub: "${to}"} # `,
  )

/** The edits. */
export const rows: readonly (readonly [about: string, code: string, edit: Edit])[] = [
  // Exports and imports.
  ['the export of the VPC is renamed', 'import-without-export', replace(out('network'), '-vpcId', '-vpc')],
  [
    'the import of the cluster is misspelt',
    'import-without-export',
    replace(service, 'cluster-clusterName', 'cluster-clustername'),
  ],
  [
    'the output of the secret is dropped',
    'import-without-export',
    replace(out('database'), '-main-secret-arn', '-main-secret'),
  ],
  [
    'the output of the table is renamed',
    'import-without-export',
    replace(out('tables'), '-messages-table-name', '-messages-name'),
  ],
  [
    'the listener is exported under another name',
    'import-without-export',
    replace(cluster, '-listenerArn', '-listener'),
  ],
  [
    'the service imports from another environment',
    'import-without-export',
    replace(service, 'cruddur-production-network-privateSubnetA', 'cruddur-staging-network-privateSubnetA'),
  ],
  [
    'the cluster no longer needs the network',
    'import-before-export',
    replace(manifest, /"needs": \[\s+"cruddur-production-network"\s+\]/, '"needs": []'),
  ],
  // References inside a template.
  ['a role is referred to by another name', 'reference-unresolved', replace(service, '- TaskRole\n', '- TasksRole\n')],
  [
    'the listener rule is renamed in DependsOn',
    'reference-unresolved',
    replace(service, 'DependsOn:\n      - ListenerRule', 'DependsOn:\n      - Rule'),
  ],
  [
    'the condition of the scaling is renamed',
    'reference-unresolved',
    replace(service, 'Condition: HasImage', 'Condition: HasImages'),
  ],
  ['a placeholder names nothing', 'reference-unresolved', replace(service, '${Service.Name}', '${Svc.Name}')],
  [
    'the log group is referred to by another name',
    'reference-unresolved',
    replace(service, 'Ref: Logs', 'Ref: LogGroup'),
  ],
  [
    'the parameter of the image is renamed',
    'reference-unresolved',
    replace(service, 'Ref: Image\n          - none', 'Ref: ImageUri\n          - none'),
  ],
  // Nested stacks.
  [
    'an output of the builds is renamed',
    'nested-output-missing',
    replace(builds, '  ApiImageProject:\n    Value', '  ApiImage:\n    Value'),
  ],
  [
    'the pipeline asks for an output that is not there',
    'nested-output-missing',
    replace(cicd, 'Outputs.ApiTestProject', 'Outputs.ApiTests'),
  ],
  ['the nested template is gone', 'generated-file-unreadable', remove(builds)],
  // Artifacts, variables and image definitions.
  [
    'the image artifact is renamed where it is made',
    'pipeline-artifact-unmade',
    replace(
      cicd,
      'OutputArtifacts:\n                - Name: ApiImage',
      'OutputArtifacts:\n                - Name: Image',
    ),
  ],
  [
    'the source artifact is renamed where it is taken',
    'pipeline-artifact-unmade',
    replace(
      cicd,
      'InputArtifacts:\n                - Name: Source',
      'InputArtifacts:\n                - Name: Sources',
    ),
  ],
  [
    'a variable of the source is misspelt',
    'pipeline-variable-unknown',
    replace(cicd, '#{Source.CommitId}', '#{Source.CommitID}'),
  ],
  [
    'a namespace is misspelt',
    'pipeline-variable-unknown',
    replace(cicd, '#{ApiImage.IMAGE_URI}', '#{Image.IMAGE_URI}'),
  ],
  [
    'an exported variable is renamed in the buildspec',
    'pipeline-variable-unknown',
    replace(image, '- IMAGE_URI', '- IMAGE'),
  ],
  [
    'the namespace of the build is renamed',
    'pipeline-variable-unknown',
    replace(cicd, 'Namespace: ApiImage', 'Namespace: BuildApi'),
  ],
  [
    'the release is not handed to the build',
    'variable-unset',
    replace(cicd, 'name\\":\\"RELEASE', 'name\\":\\"COMMIT'),
  ],
  [
    'the registry is not handed to the build',
    'variable-unset',
    replace(builds, 'Name: REPOSITORY_URI', 'Name: REPOSITORY'),
  ],
  ['the database host is not handed to the migration', 'variable-unset', replace(builds, 'Name: PGHOST', 'Name: HOST')],
  ['the migration reads another variable', 'variable-unset', replace(migrate, '"$IMAGE_URI" sh', '"$IMAGE" sh')],
  [
    'a command of the pipeline reads another variable',
    'variable-unset',
    replace(cicd, '"$IMAGE_PARAMETER"', '"$PARAMETER"'),
  ],
  [
    'the image file is written under another name',
    'image-file-unmade',
    replace(image, '- api.imagedefinitions.json', '- imagedefinitions.json'),
  ],
  [
    'the pipeline reads another image file',
    'image-file-unmade',
    replace(cicd, 'FileName: api.imagedefinitions.json', 'FileName: imagedefinitions.json'),
  ],
  ['the image file names another container', 'image-container-unknown', replace(image, "\\n' api ", "\\n' web ")],
  [
    'the container is renamed in the task',
    'image-container-unknown',
    replace(service, '- Name: api\n          Image', '- Name: app\n          Image'),
  ],
  [
    'the pipeline deploys another service',
    'service-unknown',
    replace(cicd, /ServiceName:\n\s+Fn::ImportValue: cruddur-production-service-api-serviceName/, 'ServiceName: api'),
  ],
  // Projects and buildspecs.
  [
    'a project has another buildspec',
    'buildspec-missing',
    replace(builds, 'BuildSpec: buildspecs/out/api-image.yml', 'BuildSpec: buildspecs/api-image.yml'),
  ],
  [
    'the pipeline runs another project',
    'project-unknown',
    replace(cicd, /ProjectName:\n\s+Fn::GetAtt:\n.*\n.*\n/, 'ProjectName: api-test\n'),
  ],
  [
    'the image is pushed after a failure',
    'post-build-unguarded',
    replace(image, '- test "$CODEBUILD_BUILD_SUCCEEDING" = 1\n', '- echo done\n'),
  ],
  ['the image is for another processor', 'architecture-differs', replace(image, 'linux/amd64', 'linux/arm64')],
  ['a phase is misspelt', 'phase-unknown', replace(image, '  build:\n', '  biuld:\n')],
  ['a command has a colon', 'command-mapping', replace(migrate, '- aws ecr', '- login: aws ecr')],
  // Load balancer, ports and health.
  [
    'the load balancer names another container',
    'balancer-container-unknown',
    replace(service, 'ContainerName: api', 'ContainerName: web'),
  ],
  [
    'the load balancer sends to another port',
    'balancer-port-unmapped',
    replace(service, 'ContainerPort: 3000\n          TargetGroupArn', 'ContainerPort: 8080\n          TargetGroupArn'),
  ],
  [
    'the container maps another port',
    'balancer-port-unmapped',
    replace(service, 'ContainerPort: 3000\n              Protocol', 'ContainerPort: 8080\n              Protocol'),
  ],
  ['the target group has another port', 'target-port-differs', replace(service, /(?<=\n {6})Port: 3000/, 'Port: 8080')],
  [
    'the health path is another one',
    'health-path-differs',
    replace(service, 'HealthCheckPath: /health', 'HealthCheckPath: /healthz'),
  ],
  // Secrets and roles.
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
  // Workflows.
  ['the job may not ask for a token', 'id-token-missing', replace(publish, 'id-token: write', 'contents: read')],
  ['a job needs one that is not there', 'needs-unresolved', replace(publish, '- build-web', '- build')],
  [
    'a step reads one that is not there',
    'step-unresolved',
    replace(publish, 'steps.find-the-bucket-and-the-distribution.outputs.bucket', 'steps.find.outputs.bucket'),
  ],
  [
    'a step reads an output that is not written',
    'output-unresolved',
    replace(publish, 'outputs.distribution', 'outputs.distribution-id'),
  ],
]
