import { expect, it } from 'vitest'
import { databaseNameOf, familyOf, imageParameterOf, prefixOf } from '#cfn/stacks/names.ts'
import type { Service } from '#model'
import { postgres } from '#model'
import { cruddur, production } from './deliveries.ts'

it('derives every name from the delivery, the environment and the thing', () => {
  const d = cruddur()
  const [api] = d.services as [Service]
  expect(prefixOf(d, production)).toBe('cruddur-production')
  expect(imageParameterOf(d, production, api)).toBe('/cruddur/production/api/image')
  expect(familyOf(d, production, api)).toBe('cruddur-production-api')
  expect(databaseNameOf(postgres('my-shop-db'))).toBe('my_shop_db')
})
