import { readFileSync } from 'node:fs'
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import { describe, expect, it } from 'vitest'
import { attributeKinds, plainProperties, propertyKinds, refKinds } from '#cfn/template/kinds.ts'
import { propertyWords } from '#cfn/template/words.ts'
import { generateCfnTypes, generateTagProperties } from '#scripts/generate/cfn-types.ts'

const committed = (name: string) => readFileSync(new URL(`../../../cfn/template/${name}`, import.meta.url), 'utf8')
const database = loadAwsServiceSpecSync()
const resourceOf = (type: string) => database.lookup('resource', 'cloudFormationType', 'equals', type)[0]

// "AWS::ECS::Service.LoadBalancer.TargetGroupArn": a property of the resource, or of one of its nested types.
const hasProperty = (path: string): boolean => {
  const [type = '', ...names] = path.split('.')
  const resource = resourceOf(type)
  if (!resource) return false
  const [first = '', property] = names
  if (property === undefined) return first in resource.properties
  const seen = new Set<string>()
  const inside = (properties: typeof resource.properties): boolean =>
    Object.values(properties).some(({ type: of }) => {
      const element = 'element' in of ? of.element : of
      if (element.type !== 'ref' || seen.has(element.reference.$ref)) return false
      seen.add(element.reference.$ref)
      const nested = database.get('typeDefinition', element.reference)
      return (nested.name === first && property in nested.properties) || inside(nested.properties)
    })
  return inside(resource.properties)
}

describe('the generated resource types', () => {
  it('are what the specification and our tables say today', () => {
    expect(committed('resource-types.generated.ts')).toBe(generateCfnTypes())
    expect(committed('tag-properties.generated.ts')).toBe(generateTagProperties())
  })
})

describe('our tables beside the specification', () => {
  it('name only properties that exist', () => {
    const paths = [...Object.keys(propertyKinds), ...Object.keys(propertyWords), ...plainProperties]
    expect(paths.filter((path) => !hasProperty(path))).toEqual([])
  })

  it('name only resource types and attributes that exist', () => {
    expect(Object.keys(refKinds).filter((type) => !resourceOf(type))).toEqual([])
    const missing = Object.keys(attributeKinds).filter((path) => {
      const [type = '', ...attribute] = path.split('.')
      return !(attribute.join('.') in (resourceOf(type)?.attributes ?? {}))
    })
    expect(missing).toEqual([])
  })

  it('give words only where the specification has none', () => {
    const known = Object.keys(propertyWords).filter((path) => {
      const [type = '', property = '', ...deeper] = path.split('.')
      const of = resourceOf(type)?.properties[property]?.type
      return deeper.length === 0 && of?.type === 'string' && of.allowedValues?.length
    })
    expect(known).toEqual([])
  })
})
