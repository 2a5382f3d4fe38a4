import { describe, expect, it } from 'vitest'
import { dns } from '#cfn/stacks/dns.ts'
import { environment } from '#model'
import { canada, everything } from './everything.ts'

const where = { account: '111111111111', region: 'ca-central-1', domain: 'cruddur.com' }
const d = everything()

describe('a domain', () => {
  it('brings a zone and a certificate that the zone itself proves', () => {
    const made = dns(d, canada, 'cruddur.com')
    if (made.kind !== 'stack') throw new Error('a stack was expected')
    expect(made.template.Resources.Zone).toMatchObject({ UpdateReplacePolicy: 'Retain' })
    expect(made.template.Resources.Certificate?.Properties).toMatchObject({
      DomainName: 'cruddur.com',
      SubjectAlternativeNames: ['*.cruddur.com'],
      ValidationMethod: 'DNS',
      DomainValidationOptions: [
        { DomainName: 'cruddur.com', HostedZoneId: { Ref: 'Zone' } },
        { DomainName: '*.cruddur.com', HostedZoneId: { Ref: 'Zone' } },
      ],
    })
    expect(made.template.Outputs).toHaveProperty('NameServers')
  })

  it('uses the zone it has', () => {
    const made = dns(d, environment('production', { ...where, zone: 'Z0123' }), 'cruddur.com')
    if (made.kind !== 'stack') throw new Error('a stack was expected')
    expect(Object.keys(made.template.Resources)).toEqual(['Certificate'])
    expect(made.template.Resources.Certificate?.Properties?.DomainValidationOptions).toContainEqual({
      DomainName: 'cruddur.com',
      HostedZoneId: 'Z0123',
    })
  })

  it('needs no stack when both exist', () => {
    const certificate = 'arn:aws:acm:ca-central-1:111111111111:certificate/one'
    const made = dns(d, environment('production', { ...where, zone: 'Z0123', certificate }), 'cruddur.com')
    expect(made).toMatchObject({ kind: 'existing', exports: { zoneId: 'Z0123', certificateArn: certificate } })
  })
})
