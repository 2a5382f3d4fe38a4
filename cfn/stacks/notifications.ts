// Who hears how a pipeline's executions end: EventBridge sees it, SNS tells people and the chat.
import { type Notify, pascal } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, trustService } from '../template/policy.ts'
import { type AnyResource, resource } from '../template/resource.ts'

interface Given {
  readonly notify: Notify
  /** The pipeline's logical id begins with it. */
  readonly id: string
  readonly pipelineName: string
}

/** What tells people how the executions of a pipeline end. */
export const notifications = ({ notify, id, pipelineName }: Given): readonly AnyResource[] => {
  const ruleName = `${pipelineName}-executions`
  const key = keyOf(id)
  const topic = resource(`${id}Topic`, 'AWS::SNS::Topic', {
    DisplayName: pipelineName,
    KmsMasterKeyId: key.att('Arn'),
  })
  return [
    key,
    topic,
    resource(`${id}TopicPolicy`, 'AWS::SNS::TopicPolicy', {
      Topics: [topic.ref],
      PolicyDocument: policy({
        // "You can't use of Condition blocks in Amazon SNS topic policies for EventBridge": with one, nothing arrives.
        // Amazon EventBridge User Guide, "Using resource-based policies for Amazon EventBridge", Amazon SNS permissions.
        ...allow(['sns:Publish'], topic.ref),
        Sid: 'PublishByRules',
        Principal: { Service: 'events.amazonaws.com' },
      }),
    }),
    resource(`${id}Executions`, 'AWS::Events::Rule', {
      Name: ruleName,
      Description: `How executions of ${pipelineName} end`,
      EventPattern: {
        source: ['aws.codepipeline'],
        'detail-type': ['CodePipeline Pipeline Execution State Change'],
        detail: { pipeline: [pipelineName], state: statesOf[notify.on] },
      },
      Targets: [
        {
          Id: 'topic',
          Arn: topic.ref,
          ...(!notify.slack && {
            InputTransformer: {
              InputPathsMap: { state: '$.detail.state', execution: '$.detail.execution-id', region: '$.region' },
              InputTemplate: `"${pipelineName}: <state>. Execution <execution>: https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipelineName}/executions/<execution>/timeline"`,
            },
          }),
        },
      ],
    }),
    ...(notify.email ?? []).map((address, at) =>
      resource(`${id}Email${at + 1}`, 'AWS::SNS::Subscription', {
        TopicArn: topic.ref,
        Protocol: 'email',
        Endpoint: address,
      }),
    ),
    ...(notify.slack ? chatOf(id, notify.slack, { topic: topic.ref, pipelineName }) : []),
  ]
}

/** Amazon CodePipeline User Guide, "Monitoring CodePipeline events": the states of an execution. */
const statesOf: Readonly<Record<Notify['on'], readonly string[]>> = {
  failure: ['CANCELED', 'FAILED', 'STOPPED'],
  every: ['CANCELED', 'FAILED', 'STARTED', 'STOPPED', 'SUCCEEDED'],
}

// With the key that AWS manages for SNS, EventBridge could not publish. Amazon SNS Developer Guide, "Enable
// compatibility between event sources from AWS services and encrypted topics": conditions on the source account or ARN
// are "not supported for EventBridge-to-encrypted topics".
const keyOf = (id: string) =>
  resource(
    `${id}TopicKey`,
    'AWS::KMS::Key',
    {
      Description: 'Notifications of a pipeline',
      EnableKeyRotation: true,
      PendingWindowInDays: 7,
      KeyPolicy: policy(
        {
          ...allow(['kms:*'], '*'),
          Sid: 'AccountDecides',
          Principal: { AWS: sub`arn:${pseudo.partition}:iam::${pseudo.account}:root` },
        },
        {
          ...allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'),
          Sid: 'PublishByRules',
          Principal: { Service: 'events.amazonaws.com' },
        },
      ),
    },
    { deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' },
  )

// The channel's role may nothing: it only shows what the topic says. Nothing says that the chat service sends
// aws:SourceAccount, so the trust is without it.
const chatOf = (
  id: string,
  slack: NonNullable<Notify['slack']>,
  { topic, pipelineName }: { readonly topic: Value<'topic-arn'>; readonly pipelineName: string },
): readonly AnyResource[] => {
  const role = resource(`${id}ChatRole`, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trustService('chatbot.amazonaws.com'),
  })
  return [
    role,
    resource(`${pascal(id)}Chat`, 'AWS::Chatbot::SlackChannelConfiguration', {
      ConfigurationName: pipelineName,
      SlackWorkspaceId: slack.workspace,
      SlackChannelId: slack.channel,
      IamRoleArn: role.att('Arn'),
      SnsTopicArns: [topic],
      LoggingLevel: 'ERROR',
      GuardrailPolicies: [sub`arn:${pseudo.partition}:iam::aws:policy/AWSDenyAll`],
    }),
  ]
}
