import { expect, it } from 'vitest'
import { checkTemplateFile } from '#pipelines/checks/files/template-file.ts'

const bucket = (collection: string) => `
Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList, Default: "A,B" }
  Later: { Type: CommaDelimitedList }
Resources:
  Fn::ForEach::Groups:
    - Name
    - ${collection}
    - Group\${Name}:
        Type: AWS::EC2::SecurityGroup
        Properties:
          GroupDescription: !Ref Name
          SecurityGroupIngress:
            - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }
Outputs:
  First: { Value: !GetAtt GroupA.GroupId }
`

const found = (text: string) =>
  checkTemplateFile({ path: 'web.yaml', text }).map(({ code, says, at }) => [code, says.split(':')[0], at?.line])

it('finds what is wrong with each item of a loop, at the line of the loop', () => {
  expect(found(bucket('!Ref Names'))).toEqual([
    ['ingress-open', '"GroupA"', 7],
    ['ingress-open', '"GroupB"', 7],
  ])
})

it('refuses a reference to an item that a loop does not have', () => {
  expect(found(bucket('[B]'))[0]).toEqual(['template-refused', 'Template error', 1])
})

it('does not judge references into a loop over a list that only deploying tells', () => {
  expect(found(bucket('!Ref Later'))).toEqual([])
})

it('refuses a loop that is none, and a loop without the transform', () => {
  expect(found(bucket('[A]').replace('- Name\n', '- [Name]\n'))[0]?.[0]).toBe('template-refused')
  expect(found(bucket('[A]').replace('Transform: AWS::LanguageExtensions', ''))[0]).toEqual([
    'template-refused',
    'Template format error',
    1,
  ])
})
