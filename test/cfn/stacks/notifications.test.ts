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

  // EventBridge sends no source to SNS or to the key of a topic: a condition would keep every event out.
  it('are published by rules, through a key of their own, both without a condition', () => {
    const given = made({ email: ['a@acme.example'], on: 'failure' })
    const byRules = (type: string, document: string) => {
      const policy = find(given, type)?.[document] as
        | { readonly Statement: readonly { readonly Sid?: string }[] }
        | undefined
      return policy?.Statement.find(({ Sid }) => Sid === 'PublishByRules')
    }
    const events = { Effect: 'Allow', Sid: 'PublishByRules', Principal: { Service: 'events.amazonaws.com' } }
    expect(byRules('AWS::SNS::TopicPolicy', 'PolicyDocument')).toEqual({
      ...events,
      Action: ['sns:Publish'],
      Resource: { Ref: 'PipelineTopic' },
    })
    expect(byRules('AWS::KMS::Key', 'KeyPolicy')).toEqual({
      ...events,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    })
  })
})
