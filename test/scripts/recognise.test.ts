import { expect, it } from 'vitest'
import { kindOf } from '#scripts/recognise.ts'

it.each([
  ['template', 'Resources:\n  A: {Type: AWS::SNS::Topic}\n', ''],
  ['template', '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {', ''],
  ['workflow', 'on: push\njobs:\n  a: {runs-on: ubuntu-latest}\n', ''],
  ['buildspec', 'version: 0.2\nphases: {}\n', ''],
  ['buildspec', 'version: 0.2\n  phases: [\n', ''],
  ['buildspec', '', 'ci/buildspec.yml'],
  ['policy', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}', ''],
  ['policy', '{"Role": {"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow"}}}}', ''],
  ['policy', '{"Statement": [{"Effect": "Allow",}', ''],
  ['image-definitions', '[{"name": "web", "imageUri": "a/b:1"}]', ''],
  ['image-definitions', '[]', 'out/imagedefinitions.json'],
  ['image-detail', '{"ImageURI": "a/b:1"}', ''],
  ['task-definition', '{"family": "a", "containerDefinitions": []}', ''],
  ['unknown', 'version: 0.0\nResources:\n  - TargetService: {Type: AWS::ECS::Service}\n', 'appspec.yaml'],
  ['unknown', 'a: b\n', 'a.yml'],
])('recognises a %s', (kind, text, path) => {
  expect(kindOf(text, path)).toBe(kind)
})
