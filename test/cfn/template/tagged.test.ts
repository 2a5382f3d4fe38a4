import { describe, expect, it } from 'vitest'
import { tagged } from '#cfn/template/tagged.ts'

const tags = { delivery: 'app', environment: 'production' }

describe('tagged', () => {
  it('adds pairs to a resource that takes a list, and keeps those it has', () => {
    const body = { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'delivery', Value: 'own' }] } }
    expect(tagged('Bucket', body, tags).Properties).toEqual({
      Tags: [
        { Key: 'delivery', Value: 'own' },
        { Key: 'environment', Value: 'production' },
      ],
    })
  })

  it('adds members to a resource that takes a map, and keeps those it has', () => {
    const body = { Type: 'AWS::SSM::Parameter', Properties: { Tags: { delivery: 'own' } } }
    expect(tagged('Image', body, tags).Properties).toEqual({ Tags: { delivery: 'own', environment: 'production' } })
  })

  it('names what a console lists by its name', () => {
    expect(tagged('Vpc', { Type: 'AWS::EC2::VPC' }, tags).Properties?.Tags).toContainEqual({
      Key: 'Name',
      Value: 'app-production-Vpc',
    })
  })

  it('leaves alone what takes no tags', () => {
    const body = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: 'a' } }
    expect(tagged('Route', body, tags)).toBe(body)
    expect(tagged('Other', { Type: 'AWS::Unknown::Type' }, tags)).toEqual({ Type: 'AWS::Unknown::Type' })
  })
})
