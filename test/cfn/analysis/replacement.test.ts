import { expect, test } from 'vitest'
import { loadFacts, recreationOf } from '#cfn/analysis/replacement.ts'

test.each([
  ['AWS::S3::Bucket', 'BucketName', 'Always'],
  ['AWS::S3::Bucket', '/Properties/BucketName', 'Always'],
  ['AWS::S3::Bucket', 'Tags', 'Never'],
  ['AWS::EC2::VPC', 'CidrBlock', 'Always'],
  ['AWS::EC2::Subnet', 'VpcId', 'Always'],
  ['AWS::RDS::DBInstance', 'Engine', 'Conditionally'],
  ['AWS::RDS::DBInstance', 'DBInstanceClass', 'Never'],
  ['AWS::ECS::TaskDefinition', '/Properties/ContainerDefinitions/0/Image', 'Always'],
  ['AWS::ECS::Service', 'DesiredCount', 'Never'],
  ['AWS::ECS::Service', '/Properties/DeploymentController/Type', 'Always'],
  ['AWS::NoSuch::Type', 'Any', 'Never'],
])('a change of %s %s recreates: %s', async (type, path, expected) => {
  const facts = await loadFacts()
  expect(recreationOf(facts(type), path)).toBe(expected)
})

test('a type AWS does not have has no facts', async () => {
  const facts = await loadFacts()
  expect(facts('AWS::NoSuch::Type')).toBeUndefined()
  expect(facts('toString')).toBeUndefined()
})
