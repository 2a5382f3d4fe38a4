import { expect, it } from 'vitest'
import { cruddur, propertiesOf, stackNamed, stacksFor } from './deliveries.ts'

it('a secret has a name that people can find, and no value', () => {
  const properties = propertiesOf(stackNamed(stacksFor(cruddur()), 'secrets'), 'OtelHeaders')
  expect(properties.Name).toBe('cruddur/production/otel-headers')
  expect(properties).not.toHaveProperty('SecretString')
  expect(properties).not.toHaveProperty('GenerateSecretString')
})
