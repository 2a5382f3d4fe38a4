import { describe, expect, it } from 'vitest'
import { check } from '#pipelines/checks/check.ts'
import { append, type Edit, remove, replace } from '../../findings/edited.ts'
import { aDelivery, filesOf } from './a-delivery.ts'

const service = 'cfn/out/production/service-api.yaml'
const cicd = 'cfn/out/production/cicd.yaml'
const builds = 'cfn/out/production/cicd-builds.yaml'
const sync = 'cfn/out/production/sync-role.yaml'
const image = 'buildspecs/out/api-image.yml'
const preview = '.github/workflows/preview.yml'
const publish = '.github/workflows/sync.yml'

const delivery = aDelivery()
const files = filesOf(delivery)

const codes = (...edits: readonly Edit[]) => {
  const edited = edits.reduce<ReadonlyMap<string, string>>((all, edit) => edit(all), files)
  const found = check(
    delivery,
    [...edited].map(([path, text]) => ({ path, text })),
  )
  return [...new Set(found.map((each) => each.code))]
}

const trust = 'repo:acme/cruddur:ref:refs/heads/production'

describe('check', () => {
  it.each<readonly [about: string, edits: readonly Edit[]]>([
    [
      'a variable with a default',
      [
        replace(image, '${RELEASE:0:12}', '${RELEASE:-none}'),
        replace(image, '"RELEASE=$RELEASE"', 'A=1'),
        replace(cicd, 'name\\":\\"RELEASE', 'name\\":\\"COMMIT'),
      ],
    ],
    [
      'a variable that the buildspec sets',
      [
        replace(image, 'env:\n', 'env:\n  variables:\n    RELEASE: a\n'),
        replace(cicd, 'name\\":\\"RELEASE', 'name\\":\\"COMMIT'),
      ],
    ],
    ['an artifact of every file', [replace(image, '- api.imagedefinitions.json', "- '**/*'")]],
    [
      'image definitions written by echo',
      [
        replace(
          image,
          /printf '\[.*/,
          `'echo "[{\\"name\\":\\"api\\",\\"imageUri\\":\\"$IMAGE_URI\\"}]" > api.imagedefinitions.json'`,
        ),
      ],
    ],
    [
      'the variables of the pipeline itself',
      [replace(cicd, 'Value: "#{ApiImage.IMAGE_URI}"', 'Value: "#{codepipeline.PipelineExecutionId}"')],
    ],
    [
      'a buildspec inside the template',
      [
        replace(
          builds,
          'BuildSpec: buildspecs/out/api-test.yml',
          'BuildSpec: "version: 0.2\\nphases:\\n  build:\\n    commands: [make]\\n"',
        ),
      ],
    ],
    [
      'a pattern of subjects',
      [
        replace(
          sync,
          new RegExp(`StringEquals(:\\s+token[^\\n]+\\s+token[^\\n]+\\s+- )${trust}`),
          `StringLike: {token.actions.githubusercontent.com:aud: sts.amazonaws.com, token.actions.githubusercontent.com:sub: "repo:acme/cruddur:ref:refs/heads/prod*"} # `,
        ),
      ],
    ],
    [
      'a job in an environment that the role trusts',
      [
        replace(sync, trust, 'repo:acme/cruddur:environment:production'),
        replace(publish, '    needs:\n', '    environment: production\n    needs:\n'),
      ],
    ],
    [
      'a second subject beside the right one',
      [replace(sync, `- ${trust}`, `- repo:acme/other:pull\n                  - ${trust}`)],
    ],
  ])('says nothing of %s', (_, edits) => {
    expect(codes(...edits)).toEqual([])
  })

  it('takes a wildcard for a permission, and says that it is more than is asked for', () => {
    const wide = replace(
      service,
      /Resource:\n\s+- Fn::ImportValue: cruddur-production-database-main-secret-arn\n.*\n/,
      'Resource: "*"\n',
    )
    expect(codes(wide)).toEqual(['role-widened'])
  })

  it.each<readonly [about: string, code: string, edits: readonly Edit[]]>([
    ['a manifest that is missing', 'generated-file-unreadable', [remove('pipelines/out/production.json')]],
    ['a manifest that is no JSON', 'generated-file-unreadable', [append('pipelines/out/production.json', '}')]],
    ['a template that is missing', 'generated-file-unreadable', [remove(service)]],
    [
      'a condition that does not exist',
      'reference-unresolved',
      [replace(service, 'Condition: HasImage', 'Condition: HasImages')],
    ],
    [
      'a dependency that does not exist',
      'reference-unresolved',
      [replace(service, 'DependsOn:\n      - ListenerRule', 'DependsOn:\n      - Listener')],
    ],
    [
      'a placeholder that does not exist',
      'reference-unresolved',
      [replace(service, '${Service.Name}', '${Services.Name}')],
    ],
    [
      'an export that is gone',
      'import-without-export',
      [replace('cfn/out/production/network.yaml', '${AWS::StackName}-vpcId', '${AWS::StackName}-vpc')],
    ],
    [
      'a namespace that runs later',
      'pipeline-variable-unknown',
      [replace(cicd, '#{Source.CommitId}', '#{ApiRecord.CommitId}')],
    ],
    [
      'a variable that a source does not have',
      'pipeline-variable-unknown',
      [replace(cicd, '#{Source.CommitId}', '#{Source.Commit}')],
    ],
    [
      'an artifact that is made at the same time',
      'pipeline-artifact-unmade',
      [
        replace(cicd, /\n +OutputArtifacts:\n +- Name: ApiImage\n/, '\n'),
        replace(
          cicd,
          'RunOrder: 1\n              InputArtifacts:\n                - Name: ApiImage',
          'RunOrder: 1\n              OutputArtifacts:\n                - Name: ApiImage\n              InputArtifacts:\n                - Name: ApiImage',
        ),
      ],
    ],
    ['a variable of a Commands action', 'variable-unset', [replace(cicd, '- Name: CLUSTER', '- Name: CLUSTERS')]],
    [
      'a variable that a container of the build is given',
      'variable-unset',
      [replace(builds, 'Name: PGHOST', 'Name: DB_HOST')],
    ],
    [
      'a secret of a build',
      'secret-forbidden',
      [replace(builds, 'secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret')],
    ],
    [
      'a secret that a buildspec names',
      'secret-forbidden',
      [replace(image, 'env:\n', 'env:\n  secrets-manager:\n    DOCKER: docker-hub:password\n')],
    ],
    [
      'a parameter that a buildspec names',
      'secret-forbidden',
      [replace(image, 'env:\n', 'env:\n  parameter-store:\n    DOCKER: /docker/password\n')],
    ],
    [
      'a job in an environment that the role does not know',
      'subject-untrusted',
      [replace(publish, '    needs:\n', '    environment: staging\n    needs:\n')],
    ],
    [
      'a workflow on another branch',
      'subject-untrusted',
      [replace(publish, 'branches:\n      - production', 'branches:\n      - main')],
    ],
    ['a preview on push', 'subject-untrusted', [replace(preview, 'pull_request:', 'push:')]],
    ['an account that is another one', 'role-unknown', [replace(publish, '::111111111111:', '::222222222222:')]],
    [
      'a token for another audience',
      'audience-untrusted',
      [replace(sync, 'aud: sts.amazonaws.com', 'aud: sts.amazonaws.com.cn')],
    ],
    [
      'a role that writes and takes any subject of the repository',
      'pull-request-writes',
      [
        replace(
          sync,
          new RegExp(`StringEquals(:\\s+token[^\\n]+\\s+token[^\\n]+\\s+- )${trust}`),
          'StringLike: {token.actions.githubusercontent.com:aud: sts.amazonaws.com, token.actions.githubusercontent.com:sub: "repo:acme/cruddur:*"} # ',
        ),
      ],
    ],
    ['a role that may do everything', 'pull-request-writes', [replace(sync, 'cloudformation:ListStacks', '"*"')]],
    [
      'more parameters than CloudFormation takes',
      'template-too-full',
      [
        replace(
          service,
          /^Parameters:\n/m,
          `Parameters:\n${Array.from({ length: 200 }, (_, at) => `  P${at}: {Type: String, Default: a}\n`).join('')}`,
        ),
      ],
    ],
  ])('finds %s', (_, code, edits) => {
    expect(codes(...edits)).toContain(code)
  })

  it('wants the subject with ids where GitHub sends it', () => {
    const newer = aDelivery({ ids: { owner: 1, repo: 2 } })
    const list = (edited: ReadonlyMap<string, string>) => [...edited].map(([path, text]) => ({ path, text }))
    expect(check(newer, list(filesOf(newer)))).toEqual([])
    expect(check(newer, list(files)).map((each) => each.code)).toContain('subject-untrusted')
    expect(check(delivery, list(filesOf(newer))).map((each) => each.code)).toContain('subject-untrusted')
  })

  it('looks into nothing else while a file cannot be read', () => {
    expect(codes(remove(service))).toEqual(['generated-file-unreadable'])
  })
})
