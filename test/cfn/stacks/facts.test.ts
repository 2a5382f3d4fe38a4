import { describe, expect, it } from 'vitest'
import { factValueOf, partedFacts, secretOf } from '#cfn/stacks/facts.ts'
import { factsOf, type Service, type Site } from '#model'
import { cruddur, layersOf, siteAlone } from './deliveries.ts'

const d = cruddur()
const layers = layersOf(d)
const [of] = d.services as [Service]
const [database] = d.databases
const [site] = d.sites as [Site]

const imported = (name: string) => ({ 'Fn::ImportValue': `cruddur-production-${name}` })

describe('factValueOf', () => {
  it.each([
    [{ is: 'text', text: 'require' } as const, 'require'],
    [{ is: 'repository-uri', of } as const, imported('registry-api-repository-uri')],
    [{ is: 'image-parameter', of } as const, imported('registry-api-image-parameter')],
    [{ is: 'cluster-name', of } as const, imported('cluster-clusterName')],
    [{ is: 'service-name', of } as const, imported('service-api-serviceName')],
    [{ is: 'bucket-name', of: site } as const, imported('site-web-bucketName')],
    [{ is: 'distribution-id', of: site } as const, imported('site-web-distributionId')],
    [{ is: 'host', of: database as never } as const, imported('database-cruddur-main-host')],
    [{ is: 'name', of: database as never } as const, 'cruddur_main'],
    [{ is: 'name', of: d.tables[0] as never } as const, imported('tables-messages-table-name')],
  ])('gives what the stack that knows it exports: %j', (fact, expected) => {
    expect(factValueOf(fact, layers)).toEqual(expected)
  })

  it('never gives a secret', () => {
    expect(() => factValueOf({ is: 'password', of: database as never }, layers)).toThrow('cannot be printed')
  })

  it('stops when the stack that knows it was not made', () => {
    expect(() => factValueOf({ is: 'cluster-name', of }, layersOf(siteAlone()))).toThrow('the cluster is used')
  })
})

describe('secretOf', () => {
  it('finds the key of the managed secret, or the whole text of one that people set', () => {
    expect(secretOf({ is: 'username', of: database as never }, layers)).toEqual({
      arn: imported('database-cruddur-main-secret-arn'),
      key: 'username',
    })
    expect(secretOf({ is: 'value', of: d.secrets[0] as never }, layers)).toEqual({
      arn: imported('secrets-otel-headers-secret-arn'),
    })
    expect(() => secretOf({ is: 'text', text: 'x' }, layers)).toThrow('no secret')
  })
})

describe('partedFacts', () => {
  it('parts what may be read by anyone from what may not', () => {
    const { plain, secret } = partedFacts(factsOf(of))
    expect(secret.map(([name]) => name)).toEqual(['PGUSER', 'PGPASSWORD', 'OTEL_HEADERS'])
    expect(plain.map(([name]) => name)).not.toContain('PGPASSWORD')
  })
})
