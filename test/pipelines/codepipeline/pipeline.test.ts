import { describe, expect, it } from 'vitest'
import { parseTemplate } from '#cfn/analysis/parse.ts'
import {
  codeDeploy,
  type Delivery,
  delivery,
  environment,
  func,
  github,
  image,
  infrastructurePipeline,
  type ReleasePipeline,
  releasePipeline,
  service,
  site,
  smoke,
} from '#model'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'

const staging = environment('staging', { account: '222222222222', region: 'eu-west-1' })
const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const api = service('api', { image: image('api', { migrate: 'make migrate' }), port: 3000, health: '/health' })
const worker = service('worker', { image: image('worker'), port: 3001, health: '/ready' })

const aDelivery = (given: Partial<Parameters<typeof delivery>[0]> = {}): Delivery =>
  delivery({
    name: 'acme',
    repo: github('acme/app', { release: 'release' }),
    environments: [production],
    services: [api, worker],
    ...given,
  })

// biome-ignore lint/suspicious/noExplicitAny: a test looks into JSON at paths that it knows
const pipelineIn = (d: Delivery, file = 'production.pipeline.json'): any => {
  const found = generate(d).find(({ path }) => path === `pipelines/out/${file}`)
  if (!found) throw new Error(`no ${file}`)
  return JSON.parse(found.text).pipeline
}
const withPipeline = (...given: readonly ReleasePipeline[]) => pipelineIn(aDelivery({ pipelines: given }))

interface Named {
  readonly Name: string
  readonly Actions: readonly { readonly Name: string; readonly RunOrder: number }[]
}
const stagesOf = (pipeline: { readonly Stages: readonly Named[] }) => pipeline.Stages.map(({ Name }) => Name)
const actionsOf = (pipeline: { readonly Stages: readonly Named[] }, stage: string) =>
  pipeline.Stages.find(({ Name }) => Name === stage)?.Actions.map(({ Name }) => Name)

describe('a delivery that says nothing of pipelines', () => {
  it('has one per environment, named after it, that proves what it released and takes back what failed', () => {
    const pipeline = pipelineIn(aDelivery())
    expect(pipeline.Name).toBe('acme-production')
    expect(stagesOf(pipeline)).toEqual(['Source', 'Build', 'Migrate', 'Deploy'])
    expect(pipeline.ExecutionMode).toBe('SUPERSEDED')
    expect(pipeline.Stages.at(-1).OnFailure).toEqual({ Result: 'ROLLBACK' })
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
    expect(pipeline.Stages[2].Actions[0]).toMatchObject({
      ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual' },
      Configuration: { ExternalEntityLink: 'https://github.com/acme/app/commit/#{Source.CommitId}' },
    })
  })

  it('asks the load balancer for the health path while the image is written down, and expects the release', () => {
    const pipeline = withPipeline(releasePipeline('release', { smoke: smoke({ expects: 'release' }) }))
    expect(actionsOf(pipeline, 'Deploy')?.slice(0, 4)).toEqual(['ApiStart', 'ApiDeploy', 'ApiRecord', 'ApiSmoke'])
    const action = pipeline.Stages.at(-1).Actions[3]
    expect(action.RunOrder).toBe(3)
    expect(action.Commands[0]).toMatch(/^ANSWER="\$\(curl .*"http:\/\/\$LOAD_BALANCER"'\/health'\)"$/)
    expect(action.Commands.at(-1)).toContain('"$RELEASE"')
    expect(action.EnvironmentVariables).toEqual([
      { Name: 'LOAD_BALANCER', Value: { 'Fn::ImportValue': 'acme-production-cluster-loadBalancerDns' } },
      { Name: 'RELEASE', Value: '#{Source.CommitId}' },
    ])
  })

  it('verifies the certificate of a domain whose name does not lead there yet', () => {
    const where = environment('production', { account: '111111111111', region: 'eu-west-1', domain: 'acme.example' })
    const d = aDelivery({ environments: [where], pipelines: [releasePipeline('release', { smoke: smoke() })] })
    const commands = pipelineIn(d).Stages.at(-1).Actions[3].Commands
    expect(commands[0]).toContain(`--connect-to "::$LOAD_BALANCER:443" 'https://acme.example/health'`)
    expect(commands.join()).not.toContain('RELEASE')
  })

  it('rolls its Deploy stage back, and no other', () => {
    const { Stages } = withPipeline(releasePipeline('release'))
    expect(Stages.filter((each: { OnFailure?: unknown }) => each.OnFailure)).toEqual([
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
    expect(pipeline.Triggers[0].GitConfiguration.Push).toEqual([
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
    const push = pipeline.Triggers[0].GitConfiguration.Push
    expect(push.map((each: { FilePaths: { Includes: readonly string[] } }) => each.FilePaths.Includes.length)).toEqual([
      8, 1,
    ])
    expect(push[1].FilePaths.Excludes).toEqual(['**/*.md'])
  })

  it('has variables that whoever starts it may set', () => {
    const pipeline = withPipeline(
      releasePipeline('release', { variables: { REASON: { default: 'merge', about: 'why' } } }),
    )
    expect(pipeline.Variables).toEqual([{ Name: 'REASON', DefaultValue: 'merge', Description: 'why' }])
  })
})

describe('a pipeline of many services', () => {
  const many = Array.from({ length: 20 }, (_, at) =>
    service(`s${at + 1}`, { image: image(`s${at + 1}`), port: 3000 + at, health: '/health' }),
  )
  const { Stages } = pipelineIn(aDelivery({ services: many }))

  it('spreads its deployments over stages that CodePipeline takes, each service whole, each rolled back', () => {
    expect(stagesOf({ Stages })).toEqual(['Source', 'Build', 'Deploy', 'Deploy2'])
    for (const { Actions, Name, OnFailure } of Stages) {
      expect(Actions.length).toBeLessThanOrEqual(50)
      expect(OnFailure?.Result).toBe(Name.startsWith('Deploy') ? 'ROLLBACK' : undefined)
    }
    expect(actionsOf({ Stages }, 'Deploy2')?.slice(0, 3)).toEqual(['S17Start', 'S17Deploy', 'S17Record'])
  })

  it('has a role whose policies IAM takes, with nothing lost, and passes our own checks', () => {
    const d = aDelivery({ services: many })
    const files = generate(d)
    const cicd = files.find(({ path }) => path === 'cfn/out/production/cicd.yaml')
    const { Resources } = parseTemplate(cicd?.text ?? '').template ?? { Resources: {} }
    const policies = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    expect(Resources.PipelineRole?.Properties).not.toHaveProperty('Policies')
    expect(policies.length).toBeGreaterThan(1)
    expect(policies.length).toBeLessThanOrEqual(10)
    for (const { Properties } of policies) expect(JSON.stringify(Properties?.PolicyDocument).length).toBeLessThan(7_500)
    for (const { name } of many)
      expect(JSON.stringify(policies)).toContain(`acme-production-service-${name}-serviceArn`)
    expect(check(d, files)).toEqual([])
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

describe('the infrastructure pipeline', () => {
  const d = aDelivery({ infrastructure: infrastructurePipeline({ role: 'deployer' }) })
  const pipeline = pipelineIn(d, 'production.infrastructure.pipeline.json')
  const stages = stagesOf(pipeline)
  const network = pipeline.Stages.find(({ Name }: { Name: string }) => Name === 'Network')

  it('makes, shows and executes one change set after the other, each after what it imports', () => {
    expect(stages.indexOf('Network')).toBeLessThan(stages.indexOf('Cluster'))
    expect(stages.indexOf('Cluster')).toBeLessThan(stages.indexOf('ServiceApi'))
    expect(actionsOf(pipeline, 'Network')).toEqual([
      'NetworkPrepare',
      'NetworkShow',
      'NetworkApprove',
      'NetworkExecute',
    ])
    expect(network.Actions[1].OutputVariables).toEqual(['CHANGES'])
    expect(network.Actions[2].Configuration.CustomData).toContain('#{NetworkShow.CHANGES}')
    expect(network.Actions[0].Configuration).toMatchObject({
      ActionMode: 'CHANGE_SET_REPLACE',
      StackName: 'acme-production-network',
      TemplatePath: 'Source::cfn/out/production/network.yaml',
      Capabilities: 'CAPABILITY_NAMED_IAM',
      RoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deployer' },
    })
    expect(network.Actions[3].Configuration.ActionMode).toBe('CHANGE_SET_EXECUTE')
  })

  it('begins with the bucket of its artifacts, leaves out its own stack, and starts when a template changes', () => {
    expect(stages).not.toContain('Cicd')
    expect(stages.slice(0, 2)).toEqual(['Source', 'Bootstrap'])
    expect(pipeline.Triggers[0].GitConfiguration.Push[0].FilePaths.Includes).toEqual(['cfn/out/production/**'])
    expect(pipeline.ExecutionMode).toBe('QUEUED')
  })

  it('packages the code of functions under the hash of its files, and starts when that changes', () => {
    const given = { functions: [func('resize', { source: 'functions/resize' })] }
    const made = pipelineIn(
      aDelivery({ ...given, infrastructure: infrastructurePipeline({ role: 'deployer' }) }),
      'production.infrastructure.pipeline.json',
    )
    const [packs, prepares] = made.Stages.find(({ Name }: { Name: string }) => Name === 'FunctionResize').Actions
    expect(packs).toMatchObject({ Name: 'FunctionResizePackage', RunOrder: 1, OutputVariables: ['CODE_KEY'] })
    expect(prepares.RunOrder).toBe(2)
    expect(JSON.parse(prepares.Configuration.ParameterOverrides)).toEqual({
      CodeKey: '#{FunctionResizePackage.CODE_KEY}',
    })
    expect(made.Triggers[0].GitConfiguration.Push[0].FilePaths.Includes).toContain('functions/resize/**')
  })

  it('that would have more stages than CodePipeline takes is refused with what to do', () => {
    const many = Array.from({ length: 50 }, (_, at) => func(`f${at}`, { source: 'functions/resize' }))
    const d50 = aDelivery({ functions: many, infrastructure: infrastructurePipeline({ role: 'deployer' }) })
    expect(() => generate(d50)).toThrow(/at most 50 \[pipeline-too-long\]/)
  })

  it('does without people when told so', () => {
    const alone = aDelivery({ infrastructure: infrastructurePipeline({ role: 'deployer', approve: false }) })
    expect(JSON.stringify(pipelineIn(alone, 'production.infrastructure.pipeline.json'))).not.toContain('Approval')
  })
})

describe('a service that CodeDeploy deploys', () => {
  const careful = service('api', { image: image('api'), port: 3000, health: '/health', deploy: codeDeploy() })
  const pipeline = pipelineIn(aDelivery({ services: [careful] }))
  const actions = pipeline.Stages.at(-1).Actions

  it('gets the three files its action wants, from the running definition and the generated appspec', () => {
    expect(actionsOf(pipeline, 'Deploy')).toEqual(['ApiStart', 'ApiDefinition', 'ApiDeploy', 'ApiRecord', 'ApiSmoke'])
    const definition = actions[1]
    expect(definition.OutputArtifacts).toEqual([
      { Name: 'ApiDefinition', Files: ['appspec.yaml', 'taskdef.json', 'imageDetail.json'] },
    ])
    expect(definition.Commands[1]).toContain('"<IMAGE1_NAME>"')
    expect(definition.Commands[2]).toBe('cp pipelines/out/production.api.appspec.yaml appspec.yaml')
  })

  it('is named to CodeDeploy as its stack names it', () => {
    expect(actions[2]).toMatchObject({
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
