import { describe, expect, it } from 'vitest'
import { func, infrastructurePipeline } from '#model'
import { generate } from '#pipelines/generate.ts'
import { actionsOf, aDelivery, pipelineIn, pushesOf, stagesOf } from './a-pipeline.ts'

describe('the infrastructure pipeline', () => {
  const d = aDelivery({ infrastructure: infrastructurePipeline({ role: 'deployer' }) })
  const pipeline = pipelineIn(d, 'production.infrastructure.pipeline.json')
  const stages = stagesOf(pipeline)
  const network = pipeline.Stages.find(({ Name }) => Name === 'Network')

  it('makes, shows and executes one change set after the other, each after what it imports', () => {
    expect(stages.indexOf('Network')).toBeLessThan(stages.indexOf('Cluster'))
    expect(stages.indexOf('Cluster')).toBeLessThan(stages.indexOf('ServiceApi'))
    expect(actionsOf(pipeline, 'Network')).toEqual([
      'NetworkPrepare',
      'NetworkShow',
      'NetworkApprove',
      'NetworkExecute',
    ])
    expect(network?.Actions[1]?.OutputVariables).toEqual(['CHANGES'])
    expect(network?.Actions[2]?.Configuration?.CustomData).toContain('#{NetworkShow.CHANGES}')
    expect(network?.Actions[0]?.Configuration).toMatchObject({
      ActionMode: 'CHANGE_SET_REPLACE',
      StackName: 'acme-production-network',
      TemplatePath: 'Source::cfn/out/production/network.yaml',
      Capabilities: 'CAPABILITY_NAMED_IAM',
      RoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deployer' },
    })
    expect(network?.Actions[3]?.Configuration?.ActionMode).toBe('CHANGE_SET_EXECUTE')
  })

  it('begins with the bucket of its artifacts, leaves out its own stack, and starts when a template changes', () => {
    expect(stages).not.toContain('Cicd')
    expect(stages.slice(0, 2)).toEqual(['Source', 'Bootstrap'])
    expect(pushesOf(pipeline)[0]?.FilePaths.Includes).toEqual(['cfn/out/production/**'])
    expect(pipeline.ExecutionMode).toBe('QUEUED')
  })

  it('packages the code of functions under the hash of its files, and starts when that changes', () => {
    const given = { functions: [func('resize', { source: 'functions/resize' })] }
    const made = pipelineIn(
      aDelivery({ ...given, infrastructure: infrastructurePipeline({ role: 'deployer' }) }),
      'production.infrastructure.pipeline.json',
    )
    const [packs, prepares] = made.Stages.find(({ Name }) => Name === 'FunctionResize')?.Actions ?? []
    expect(packs).toMatchObject({ Name: 'FunctionResizePackage', RunOrder: 1, OutputVariables: ['CODE_KEY'] })
    expect(prepares?.RunOrder).toBe(2)
    expect(JSON.parse(String(prepares?.Configuration?.ParameterOverrides))).toEqual({
      CodeKey: '#{FunctionResizePackage.CODE_KEY}',
    })
    expect(pushesOf(made)[0]?.FilePaths.Includes).toContain('functions/resize/**')
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
