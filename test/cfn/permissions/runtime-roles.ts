// What the work of these roles calls, and what lies next to it: what runs: tasks, functions, logs and shifts of traffic.
import { at, bucket, type Cases, database, escalation, repository, table } from './vocabulary.ts'

/** The roles of what runs: tasks, functions, logs and shifts of traffic. */
export const runtimeRoles: Readonly<Record<string, Cases>> = {
  'network/FlowLogsRole': {
    may: [],
    mayNot: [...escalation, ['logs:DeleteLogGroup', `arn:aws:logs:${at}:log-group:<network/FlowLogs>`]],
  },
  'service-api/ExecutionRole': {
    may: [
      ['ecr:GetAuthorizationToken', '*'],
      ['ecr:BatchGetImage', repository('api')],
      ['logs:PutLogEvents', `arn:aws:logs:${at}:log-group:<service-api/Logs>:log-stream:api/1`],
      ['secretsmanager:GetSecretValue', database],
    ],
    mayNot: [
      ...escalation,
      ['ecr:BatchGetImage', repository('worker')],
      ['ecr:PutImage', repository('api')],
      ['dynamodb:GetItem', table],
      ['logs:PutLogEvents', `arn:aws:logs:${at}:log-group:<service-worker/Logs>:log-stream:x`],
    ],
  },
  'service-api/TaskRole': {
    may: [
      ['dynamodb:PutItem', table],
      ['dynamodb:Query', `${table}/index/group`],
    ],
    mayNot: [
      ...escalation,
      ['dynamodb:DeleteTable', table],
      ['dynamodb:PutItem', `arn:aws:dynamodb:${at}:table/another`],
      ['secretsmanager:GetSecretValue', database],
    ],
  },
  'service-worker/ExecutionRole': {
    may: [['ecr:BatchGetImage', repository('worker')]],
    mayNot: [...escalation, ['secretsmanager:GetSecretValue', database], ['ecr:BatchGetImage', repository('api')]],
  },
  'service-worker/TaskRole': {
    may: [
      ['dynamodb:GetItem', table],
      ['dynamodb:Scan', table],
    ],
    mayNot: [...escalation, ['dynamodb:PutItem', table], ['dynamodb:DeleteItem', table]],
  },
  'function-thumbnails/Role': {
    may: [
      ['s3:GetObject', 'arn:aws:s3:::<assets/Uploads>/a.png'],
      ['s3:PutObject', 'arn:aws:s3:::<assets/Avatars>/a.png'],
      ['dynamodb:GetRecords', `${table}/stream/2026`],
      ['secretsmanager:GetSecretValue', database],
      ['sqs:SendMessage', `arn:aws:sqs:${at}:<function-thumbnails/Failures>`],
      ['ec2:CreateNetworkInterface', '*'],
    ],
    mayNot: [
      ...escalation,
      ['s3:PutObject', 'arn:aws:s3:::<assets/Uploads>/a.png'],
      ['s3:GetObject', 'arn:aws:s3:::<assets/Avatars>/a.png'],
      ['s3:DeleteObject', 'arn:aws:s3:::<assets/Avatars>/a.png'],
      ['s3:GetObject', `${bucket}/code/thumbnails/x.zip`],
      ['dynamodb:GetItem', table],
      ['dynamodb:PutItem', table],
      ['sqs:ReceiveMessage', `arn:aws:sqs:${at}:<function-thumbnails/Failures>`],
      ['lambda:InvokeFunction', `arn:aws:lambda:${at}:function:x`],
    ],
  },
  'service-worker/TrafficRole': {
    may: [
      ['elasticloadbalancing:ModifyRule', '<service-worker/ListenerRule>'],
      ['elasticloadbalancing:RegisterTargets', '<service-worker/TargetGroup>'],
      ['elasticloadbalancing:DescribeTargetHealth', '*'],
    ],
    mayNot: [
      ...escalation,
      ['elasticloadbalancing:ModifyRule', '<service-api/ListenerRule>'],
      ['elasticloadbalancing:RegisterTargets', '<service-api/TargetGroup>'],
      ['elasticloadbalancing:DeleteLoadBalancer', '<cluster/LoadBalancer>'],
      ['ecs:UpdateService', `arn:aws:ecs:${at}:service/<service-worker/Service>`],
    ],
  },
}
