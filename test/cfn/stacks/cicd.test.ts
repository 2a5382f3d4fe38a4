import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { printTemplate } from '#cfn/print.ts'
import { cruddur, propertiesOf, stackNamed, stacksFor, statementsIn } from './deliveries.ts'
import { at, listAt } from './look.ts'

const stack = stackNamed(stacksFor(cruddur()), 'cicd')
const pipeline = propertiesOf(stack, 'Pipeline')
const allowed = statementsIn(stack).filter((each) => each.logicalId === 'PipelineRole' && each.Resource)

describe('the pipeline', () => {
  it('starts with each push to the release branch, once', () => {
    expect(pipeline.Triggers).toEqual([
      {
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: { SourceActionName: 'Source', Push: [{ Branches: { Includes: ['production'] } }] },
      },
    ])
    expect(pipeline.PipelineType).toBe('V2')
    expect(at(pipeline, 'Stages', 0, 'Actions', 0, 'Configuration', 'DetectChanges')).toBe('false')
  })

  it('has the stages of the model, in their order', () => {
    expect(listAt(pipeline, 'Stages').map(({ Name }) => Name)).toEqual(['Source', 'Build', 'Migrate', 'Deploy'])
  })

  it('takes its builds from a nested template that is named by its content', () => {
    const [nested, ...others] = stack.nested
    expect(others).toEqual([])
    const hash = createHash('sha256')
      .update(printTemplate(nested?.template ?? stack.template))
      .digest('hex')
    expect(nested).toMatchObject({ id: 'cicd-builds', key: `templates/${hash}.yaml` })
    expect(propertiesOf(stack, 'Builds').TemplateURL).toEqual({
      'Fn::Sub': [
        `https://\${bucketDomain}/${nested?.key}`,
        { bucketDomain: { 'Fn::ImportValue': 'cruddur-production-bootstrap-bucketDomain' } },
      ],
    })
  })

  it('points at outputs that the nested template has', () => {
    const outputs = Object.keys(stack.nested[0]?.template.Outputs ?? {})
    const used = JSON.stringify(stack.template).match(/Outputs\.\w+/g) ?? []
    expect(new Set(used.map((each) => each.replace('Outputs.', '')))).toEqual(new Set(outputs))
    expect(outputs).toEqual(['ApiImageProject', 'ApiMigrateProject'])
  })

  it('may use its connection, start its builds and do what its actions do, and nothing to IAM but pass two roles', () => {
    const actions = allowed.flatMap((each) => each.Action)
    expect(actions).toEqual(
      expect.arrayContaining([
        'codeconnections:UseConnection',
        'codebuild:StartBuild',
        'ecs:UpdateService',
        'ecs:RegisterTaskDefinition',
        'ssm:PutParameter',
        'logs:CreateLogGroup',
      ]),
    )
    expect(actions.filter((each) => each.startsWith('iam:'))).toEqual(['iam:PassRole'])
    expect(actions.filter((each) => each.startsWith('cloudformation:'))).toEqual([])
  })

  it('writes the log of its commands under its own name only', () => {
    const logs = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/codepipeline'
    expect(allowed.find((each) => each.Action.includes('logs:CreateLogGroup'))?.Resource).toEqual([
      { 'Fn::Sub': `${logs}/cruddur-production` },
      { 'Fn::Sub': `${logs}/cruddur-production:*` },
    ])
  })
})
