import { describe, expect, it } from 'vitest'
import { bucketPolicy, privateBucket } from '#cfn/stacks/private-bucket.ts'
import { allow } from '#cfn/template/policy.ts'
import { template } from '#cfn/template/template.ts'
import { propertiesOf } from './deliveries.ts'
import { listAt } from './look.ts'

const bucket = privateBucket('Files', {})
const more = { ...allow(['s3:GetObject'], 'arn:aws:s3:::b/*'), Principal: { Service: 'cloudfront.amazonaws.com' } }
const of = { template: template({ description: '', resources: [bucket, bucketPolicy(bucket, more)] }) }

describe('a private bucket', () => {
  it('is closed to the public in all four ways, encrypted and versioned', () => {
    expect(propertiesOf(of, 'Files')).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    })
    expect(JSON.stringify(propertiesOf(of, 'Files').BucketEncryption)).toContain('AES256')
  })

  it('refuses every request without TLS, to itself and to its objects', () => {
    const [first, second] = listAt(propertiesOf(of, 'FilesPolicy'), 'PolicyDocument', 'Statement')
    expect(first).toEqual({
      Sid: 'RefuseWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [{ 'Fn::GetAtt': ['Files', 'Arn'] }, { 'Fn::Sub': '${Files.Arn}/*' }],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    })
    expect(second).toEqual(more)
  })
})
