import { describe, expect, it } from 'vitest'
import { azs, cidr, join, pseudo, select, split, sub } from '#cfn/template/intrinsics.ts'
import { resource } from '#cfn/template/resource.ts'
import { value } from '#model/value.ts'

const bucket = resource('Bucket', 'AWS::S3::Bucket', {})
const imported = value<'bucket-arn'>({ 'Fn::ImportValue': 'app-production-site-bucketArn' })

describe('sub', () => {
  it('names resources and attributes in the text', () => {
    expect(sub`arn:${pseudo.partition}:s3:::${bucket.ref}/${bucket.att('Arn')}`).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/${Bucket.Arn}',
    })
  })

  it('calls an import by what it is, once however often it stands there', () => {
    expect(sub`${imported}/a and ${imported}/b`).toEqual({
      'Fn::Sub': ['${bucketArn}/a and ${bucketArn}/b', { bucketArn: imported }],
    })
  })

  it('tells two imports of one name apart', () => {
    const other = value<'bucket-arn'>({ 'Fn::ImportValue': 'app-production-other-bucketArn' })
    expect(sub`${imported} ${other}`).toEqual({
      'Fn::Sub': ['${bucketArn} ${bucketArn2}', { bucketArn: imported, bucketArn2: other }],
    })
  })

  it('leaves a literal dollar brace to the shell that reads it', () => {
    expect(sub`echo \${HOME} ${'${USER}'} ${pseudo.region}`).toEqual({
      'Fn::Sub': 'echo ${!HOME} ${!USER} ${AWS::Region}',
    })
  })
})

describe('the other functions', () => {
  it('are CloudFormation in its long form', () => {
    expect(join(',', ['a', bucket.ref])).toEqual({ 'Fn::Join': [',', ['a', { Ref: 'Bucket' }]] })
    expect(select(1, split(',', 'a,b'))).toEqual({ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] })
    expect(cidr('10.0.0.0/16', 6, 12)).toEqual({ 'Fn::Cidr': ['10.0.0.0/16', 6, 12] })
    expect(azs()).toEqual({ 'Fn::GetAZs': '' })
  })

  it('give values that refuse to stand inside a JavaScript text', () => {
    expect(() => `${bucket.ref as unknown as string}`).toThrow('a CloudFormation value cannot stand inside a text')
  })
})
