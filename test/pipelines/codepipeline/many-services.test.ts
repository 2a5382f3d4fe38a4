import { describe, expect, it } from 'vitest'
import { parseTemplate } from '#cfn/analysis/parse.ts'
import { image, service } from '#model'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { actionsOf, aDelivery, pipelineIn, stagesOf } from './a-pipeline.ts'

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
