import { describe, expect, it } from 'vitest'
import { actionDeclaration } from '#cfn/stacks/pipeline-actions.ts'
import { type Artifact, pipelineAction, type Service } from '#model'
import { value } from '#model/value.ts'
import { cruddur, layersOf, production, waysOf } from './deliveries.ts'

const d = cruddur()
const [service] = d.services as [Service]
const actions = waysOf(d, production)
  .pipelines.flatMap(({ stages }) => stages)
  .flatMap((stage) => stage.actions)
const builds = actions.flatMap(({ does }) => (does.kind === 'build' ? [does.build] : []))
const around = {
  layers: layersOf(d),
  connection: value<'connection-arn'>({ Ref: 'Connection' }),
  branch: 'production',
  nameOf: (of: { readonly name: string }) => `family-of-${of.name}`,
  projectOf: (build: { readonly name: string }) => `project-of-${build.name}`,
}
const source: Artifact = pipelineAction('source', { does: { kind: 'source', repo: d.repo } }).artifact

describe('a source action', () => {
  it('checks out the release branch through the connection and makes the artifact', () => {
    const action = pipelineAction('source', { does: { kind: 'source', repo: d.repo } })
    expect(actionDeclaration(action, around)).toEqual({
      Name: 'Source',
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
      Namespace: 'Source',
      Configuration: {
        ConnectionArn: { Ref: 'Connection' },
        FullRepositoryId: 'acme/cruddur',
        BranchName: 'production',
        OutputArtifactFormat: 'CODE_ZIP',
        DetectChanges: 'false',
      },
      RunOrder: 1,
      OutputArtifacts: [{ Name: 'Source' }],
    })
  })
})

describe('a build action', () => {
  const [build] = builds
  const made = pipelineAction('api-image', {
    does: { kind: 'build', build: build as never },
    inputs: [source],
    makesArtifact: true,
    environment: { RELEASE: { kind: 'variable', text: '#{Source.CommitId}' } },
  })

  it('starts its project with its variables as CodeBuild reads them', () => {
    expect(actionDeclaration(made, around)).toMatchObject({
      ActionTypeId: { Category: 'Build', Provider: 'CodeBuild' },
      Configuration: {
        ProjectName: 'project-of-api-image',
        EnvironmentVariables: '[{"name":"RELEASE","value":"#{Source.CommitId}","type":"PLAINTEXT"}]',
      },
      InputArtifacts: [{ Name: 'Source' }],
      OutputArtifacts: [{ Name: 'ApiImage' }],
    })
  })

  it('names its primary source only when it has several', () => {
    expect(actionDeclaration(made, around).Configuration).not.toHaveProperty('PrimarySource')
    const two = pipelineAction('two', { does: made.does, inputs: [source, made.artifact] })
    expect(actionDeclaration(two, around).Configuration).toMatchObject({ PrimarySource: 'Source' })
  })
})

describe('a commands action', () => {
  it('runs its commands with its facts and variables beside them, never inside them', () => {
    const action = actions.find((each) => each.does.kind === 'commands')
    expect(action && actionDeclaration(action, around)).toMatchObject({
      Name: 'ApiRecord',
      ActionTypeId: { Category: 'Compute', Owner: 'AWS', Provider: 'Commands', Version: '1' },
      Commands: ['record "$IMAGE_PARAMETER" "$IMAGE_URI"'],
      EnvironmentVariables: [
        { Name: 'IMAGE_PARAMETER', Value: { 'Fn::ImportValue': 'cruddur-production-registry-api-image-parameter' } },
        { Name: 'IMAGE_URI', Value: '#{ApiImage.IMAGE_URI}' },
      ],
      RunOrder: 2,
    })
  })

  it('reads a secret from Secrets Manager', () => {
    const of = d.databases[0] as never
    const action = pipelineAction('check', {
      inputs: [source],
      does: { kind: 'commands', commands: ['true'], facts: { PGPASSWORD: { is: 'password', of } }, grants: [] },
    })
    expect(actionDeclaration(action, around).EnvironmentVariables).toEqual([
      {
        Name: 'PGPASSWORD',
        Type: 'SECRETS_MANAGER',
        Value: {
          'Fn::Sub': [
            '${arn}:password',
            { arn: { 'Fn::ImportValue': 'cruddur-production-database-cruddur-main-secret-arn' } },
          ],
        },
      },
    ])
  })
})

describe('a deployment', () => {
  it('reads the file that the build writes for this very service', () => {
    const action = pipelineAction('api-deploy', { does: { kind: 'deploy-image', service }, inputs: [source] })
    expect(actionDeclaration(action, around)).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Provider: 'ECS' },
      Configuration: {
        ClusterName: { 'Fn::ImportValue': 'cruddur-production-cluster-clusterName' },
        ServiceName: { 'Fn::ImportValue': 'cruddur-production-service-api-serviceName' },
        FileName: service.imageFile,
      },
    })
  })
})
