import { describe, expect, it } from 'vitest'
import { notifications } from '#cfn/stacks/notifications.ts'

const made = (notify: Parameters<typeof notifications>[0]['notify']) =>
  notifications({ notify, id: 'Pipeline', pipelineName: 'acme-production' })
const typesOf = (resources: ReturnType<typeof made>) => resources.map(({ type }) => type as string)
const find = (resources: ReturnType<typeof made>, type: string) =>
  resources.find((each) => each.type === type)?.body.Properties

describe('notifications', () => {
  it('tell people by mail what failed, and nothing else unless asked', () => {
    const failures = made({ email: ['a@acme.example', 'b@acme.example'], on: 'failure' })
    expect(typesOf(failures).filter((type) => type === 'AWS::SNS::Subscription')).toHaveLength(2)
    expect(find(failures, 'AWS::Events::Rule')?.EventPattern).toMatchObject({
      detail: { pipeline: ['acme-production'], state: ['CANCELED', 'FAILED', 'STOPPED'] },
    })
    const all = made({ email: ['a@acme.example'], on: 'every' })
    expect(JSON.stringify(find(all, 'AWS::Events::Rule'))).toContain('SUCCEEDED')
  })

  it('reach the chat unchanged, since it reads the event itself, through a role that may nothing', () => {
    const chat = made({ slack: { workspace: 'T1', channel: 'C1' }, on: 'failure' })
    expect(JSON.stringify(find(chat, 'AWS::Events::Rule'))).not.toContain('InputTransformer')
    expect(find(chat, 'AWS::IAM::Role')).not.toHaveProperty('Policies')
    expect(find(chat, 'AWS::Chatbot::SlackChannelConfiguration')).toMatchObject({ SlackChannelId: 'C1' })
  })

  it('let this rule alone publish, through a key of their own', () => {
    const [statement] = (
      find(made({ email: ['a@acme.example'], on: 'failure' }), 'AWS::SNS::TopicPolicy') as {
        PolicyDocument: { Statement: readonly unknown[] }
      }
    ).PolicyDocument.Statement
    expect(statement).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['sns:Publish'],
      Condition: {
        ArnEquals: { 'aws:SourceArn': { 'Fn::Sub': expect.stringContaining('rule/acme-production-executions') } },
      },
    })
  })
})
