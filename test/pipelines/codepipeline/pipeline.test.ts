import { describe, expect, it } from 'vitest'
import { codeDeploy, environment, image, releasePipeline, service, site, smoke } from '#model'
import { generate } from '#pipelines/generate.ts'
import {
  actionsOf,
  aDelivery,
  api,
  pipelineIn,
  production,
  pushesOf,
  stagesOf,
  staging,
  withPipeline,
  worker,
} from './a-pipeline.ts'

describe('a delivery that says nothing of pipelines', () => {
  it('has one per environment, named after it, that proves what it released and takes back what failed', () => {
    const pipeline = pipelineIn(aDelivery())
    expect(pipeline.Name).toBe('acme-production')
    expect(stagesOf(pipeline)).toEqual(['Source', 'Build', 'Migrate', 'Deploy'])
    expect(pipeline.ExecutionMode).toBe('SUPERSEDED')
    expect(pipeline.Stages.at(-1)?.OnFailure).toEqual({ Result: 'ROLLBACK' })
    expect(JSON.stringify(pipeline)).not.toMatch(/FilePaths|Approval|Variables":\[\{"Name":"v/)
  })

  it('asks only for health paths that the load balancer sends to their service', () => {
    const names = actionsOf(pipelineIn(aDelivery()), 'Deploy')?.filter((name) => name.endsWith('Smoke'))
    expect(names).toEqual(['ApiSmoke'])
    const own = service('worker', { image: image('worker'), port: 3001, health: '/worker/ready' })
    expect(actionsOf(pipelineIn(aDelivery({ services: [api, own] })), 'Deploy')).toContain('WorkerSmoke')
  })

  it('asks for nothing where nobody outside reaches the load balancer, and says so by leaving it out', () => {
    const inside = environment('production', {
      account: '111111111111',
      region: 'eu-west-1',
      loadBalancer: 'internal',
    })
    expect(JSON.stringify(pipelineIn(aDelivery({ environments: [inside] })))).not.toContain('Smoke')
  })
})

describe('a release pipeline', () => {
  it('waits for a person between the build and everything that changes something', () => {
    const pipeline = withPipeline(releasePipeline('release', { approve: true }))
    expect(stagesOf(pipeline)).toEqual(['Source', 'Build', 'Approve', 'Migrate', 'Deploy'])
    expect(pipeline.Stages[2]?.Actions[0]).toMatchObject({
      ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual' },
      Configuration: { ExternalEntityLink: 'https://github.com/acme/app/commit/#{Source.CommitId}' },
    })
  })

  it('asks the load balancer for the health path while the image is written down, and expects the release', () => {
    const pipeline = withPipeline(releasePipeline('release', { smoke: smoke({ expects: 'release' }) }))
    expect(actionsOf(pipeline, 'Deploy')?.slice(0, 4)).toEqual(['ApiStart', 'ApiDeploy', 'ApiRecord', 'ApiSmoke'])
    const action = pipeline.Stages.at(-1)?.Actions[3]
    expect(action?.RunOrder).toBe(3)
    expect(action?.Commands?.[0]).toMatch(/^ANSWER="\$\(curl .*"http:\/\/\$LOAD_BALANCER"'\/health'\)"$/)
    expect(action?.Commands?.at(-1)).toContain('"$RELEASE"')
    expect(action?.EnvironmentVariables).toEqual([
      { Name: 'LOAD_BALANCER', Value: { 'Fn::ImportValue': 'acme-production-cluster-loadBalancerDns' } },
      { Name: 'RELEASE', Value: '#{Source.CommitId}' },
    ])
  })

  it('verifies the certificate of a domain whose name does not lead there yet', () => {
    const where = environment('production', { account: '111111111111', region: 'eu-west-1', domain: 'acme.example' })
    const d = aDelivery({ environments: [where], pipelines: [releasePipeline('release', { smoke: smoke() })] })
    const commands = pipelineIn(d).Stages.at(-1)?.Actions[3]?.Commands
    expect(commands?.[0]).toContain(`--connect-to "::$LOAD_BALANCER:443" 'https://acme.example/health'`)
    expect(commands?.join()).not.toContain('RELEASE')
  })

  it('rolls its Deploy stage back, and no other', () => {
    const { Stages } = withPipeline(releasePipeline('release'))
    expect(Stages.filter((each) => each.OnFailure)).toEqual([
      expect.objectContaining({ Name: 'Deploy', OnFailure: { Result: 'ROLLBACK' } }),
    ])
  })

  it('neither proves nor rolls back when told not to', () => {
    const told = releasePipeline('release', { smoke: false, rollback: false })
    expect(JSON.stringify(withPipeline(told))).not.toMatch(/OnFailure|Smoke/)
    expect(JSON.stringify(withPipeline(releasePipeline('release', { mode: 'parallel' })))).not.toContain('OnFailure')
  })

  it('starts only when something of its services changes', () => {
    const pipeline = withPipeline(releasePipeline('release', { paths: 'services', mode: 'queued' }))
    expect(pipeline.ExecutionMode).toBe('QUEUED')
    expect(pushesOf(pipeline)).toEqual([
      {
        Branches: { Includes: ['release'] },
        FilePaths: {
          Includes: ['api/**', 'buildspecs/out/api-*.yml', 'worker/**', 'buildspecs/out/worker-*.yml'],
        },
      },
    ])
  })

  it('spreads many patterns over filters, of which each takes eight', () => {
    const includes = Array.from({ length: 9 }, (_, at) => `folder-${at}/**`)
    const pipeline = withPipeline(releasePipeline('release', { paths: { includes, excludes: ['**/*.md'] } }))
    const push = pushesOf(pipeline)
    expect(push.map(({ FilePaths }) => FilePaths.Includes.length)).toEqual([8, 1])
    expect(push[1]?.FilePaths.Excludes).toEqual(['**/*.md'])
  })

  it('has variables that whoever starts it may set', () => {
    const pipeline = withPipeline(
      releasePipeline('release', { variables: { REASON: { default: 'merge', about: 'why' } } }),
    )
    expect(pipeline.Variables).toEqual([{ Name: 'REASON', DefaultValue: 'merge', Description: 'why' }])
  })
})

describe('several pipelines', () => {
  it('each release their own services, with a project for each build and nothing twice', () => {
    const d = aDelivery({
      pipelines: [releasePipeline('release', { services: [api] }), releasePipeline('jobs', { services: [worker] })],
    })
    expect(actionsOf(pipelineIn(d), 'Build')).toEqual(['ApiImage'])
    const jobs = pipelineIn(d, 'production.jobs.pipeline.json')
    expect(jobs.Name).toBe('acme-production-jobs')
    expect(actionsOf(jobs, 'Build')).toEqual(['WorkerImage'])
  })

  it('publish a site that CodeBuild builds once, after the services it calls', () => {
    const web = site('web', { folder: 'web', build: 'make', output: 'dist', publish: 'codebuild', api })
    const d = aDelivery({ sites: [web] })
    expect(stagesOf(pipelineIn(d))).toEqual(['Source', 'Build', 'Migrate', 'Deploy', 'Sites'])
    expect(generate(d).map(({ path }) => path as string)).not.toContain('.github/workflows/sync.yml')
  })
})

describe('a promotion', () => {
  const d = aDelivery({
    environments: [staging, production],
    pipelines: [
      releasePipeline('release', { environments: [staging] }),
      releasePipeline('promote', { environments: [production], promotes: staging }),
    ],
  })
  const promote = pipelineIn(d, 'production.promote.pipeline.json')

  it('copies the image that serves in the earlier environment and starts with no push', () => {
    expect(promote).not.toHaveProperty('Triggers')
    expect(actionsOf(promote, 'Build')).toEqual(['ApiPromote', 'WorkerPromote'])
    const buildspec = generate(d).find(({ path }) => path.endsWith('api-promote-from-staging.yml'))?.text
    expect(buildspec).toContain('--registry-id 222222222222')
    expect(buildspec).toContain('imageTag="released-$RELEASE"')
    expect(buildspec).toContain('test "$(docker buildx imagetools inspect')
  })

  it('finds there what the earlier environment marked after its deployment', () => {
    const deploy = actionsOf(pipelineIn(d, 'staging.pipeline.json'), 'Deploy')
    expect(deploy?.filter((name) => name.startsWith('Api'))).toEqual([
      'ApiStart',
      'ApiDeploy',
      'ApiRecord',
      'ApiSmoke',
      'ApiMark',
    ])
    expect(actionsOf(promote, 'Deploy')).not.toContain('ApiMark')
    const registry = generate(d).find(({ path }) => path === 'cfn/out/staging/registry.yaml')?.text
    expect(registry).toContain('arn:${AWS::Partition}:iam::111111111111:root')
  })
})

describe('a service that CodeDeploy deploys', () => {
  const careful = service('api', { image: image('api'), port: 3000, health: '/health', deploy: codeDeploy() })
  const pipeline = pipelineIn(aDelivery({ services: [careful] }))
  const actions = pipeline.Stages.at(-1)?.Actions

  it('gets the three files its action wants, from the running definition and the generated appspec', () => {
    expect(actionsOf(pipeline, 'Deploy')).toEqual(['ApiStart', 'ApiDefinition', 'ApiDeploy', 'ApiRecord', 'ApiSmoke'])
    const definition = actions?.[1]
    expect(definition?.OutputArtifacts).toEqual([
      { Name: 'ApiDefinition', Files: ['appspec.yaml', 'taskdef.json', 'imageDetail.json'] },
    ])
    expect(definition?.Commands?.[1]).toContain('"<IMAGE1_NAME>"')
    expect(definition?.Commands?.[2]).toBe('cp pipelines/out/production.api.appspec.yaml appspec.yaml')
  })

  it('is named to CodeDeploy as its stack names it', () => {
    expect(actions?.[2]).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Provider: 'CodeDeployToECS' },
      Configuration: {
        ApplicationName: 'acme-production-api',
        DeploymentGroupName: 'acme-production-api',
        Image1ArtifactName: 'ApiDefinition',
        Image1ContainerName: 'IMAGE1_NAME',
      },
      InputArtifacts: [{ Name: 'ApiDefinition' }],
    })
  })
})
