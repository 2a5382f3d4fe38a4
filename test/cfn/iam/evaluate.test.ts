import { describe, expect, it } from 'vitest'
import { statementsOf } from '#cfn/iam/document.ts'
import { type Call, decide } from '#cfn/iam/evaluate.ts'

const statements = statementsOf({
  Statement: [
    { Effect: 'Allow', Action: ['s3:Get*', 's3:PutObject'], Resource: 'arn:aws:s3:::site/*' },
    { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::site/locked/*' },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::1:role/task',
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    { Effect: 'Allow', NotAction: ['s3:*', 'iam:*'], Resource: 'arn:aws:logs:*' },
    {
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::new/*',
      Condition: { Null: { 's3:if-none-match': 'false' } },
    },
  ],
})

describe('decide', () => {
  it.each<readonly [decision: string, call: Call]>([
    ['allowed', { action: 's3:GetObject', resource: 'arn:aws:s3:::site/index.html' }],
    ['allowed', { action: 'S3:getobject', resource: 'arn:aws:s3:::site/index.html' }],
    ['denied', { action: 's3:DeleteObject', resource: 'arn:aws:s3:::site/index.html' }],
    ['denied', { action: 's3:GetObject', resource: 'arn:aws:s3:::other/index.html' }],
    ['explicitly denied', { action: 's3:PutObject', resource: 'arn:aws:s3:::site/locked/a' }],
    ['denied', { action: 'iam:PassRole', resource: 'arn:aws:iam::1:role/task' }],
    [
      'allowed',
      {
        action: 'iam:PassRole',
        resource: 'arn:aws:iam::1:role/task',
        context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      },
    ],
    ['allowed', { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:a' }],
    ['denied', { action: 'iam:CreateUser', resource: 'arn:aws:logs:a' }],
    ['denied', { action: 's3:PutObject', resource: 'arn:aws:s3:::new/a' }],
    ['allowed', { action: 's3:PutObject', resource: 'arn:aws:s3:::new/a', context: { 's3:if-none-match': '*' } }],
  ])('%s: %o', (decision, call) => {
    expect(decide(statements, call)).toBe(decision)
  })
})
