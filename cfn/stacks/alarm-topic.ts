import { pseudo } from '../template/intrinsics.ts'
import { allow, policy } from '../template/policy.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'

/** A topic that alarms of this account write to and some addresses are subscribed to. */
export const alarmTopic = (
  logicalId: string,
  notify: readonly string[],
): { readonly topic: Resource<'AWS::SNS::Topic'>; readonly resources: readonly AnyResource[] } => {
  const topic = resource(logicalId, 'AWS::SNS::Topic', {
    Subscription: notify.map((Endpoint) => ({ Protocol: 'email', Endpoint })),
  })
  // Amazon CloudWatch User Guide, "Notifying users on alarm changes": the alarm's account is what can be checked.
  const access = resource(`${logicalId}Policy`, 'AWS::SNS::TopicPolicy', {
    Topics: [topic.ref],
    PolicyDocument: policy(
      {
        ...allow(['sns:Publish'], topic.ref, { StringEquals: { 'aws:SourceAccount': pseudo.account } }),
        Sid: 'PublishByAlarms',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      },
      {
        ...allow(['sns:Publish'], topic.ref, { Bool: { 'aws:SecureTransport': 'false' } }),
        Sid: 'RefuseWithoutTls',
        Effect: 'Deny',
        Principal: '*',
      },
    ),
  })
  return { topic, resources: [topic, access] }
}
