import { describe, expect, it } from 'vitest'
import { referencesIn } from '#cfn/analysis/references.ts'
import { stacksOf, templateFiles, templatePath } from '#cfn/generate.ts'
import { environment } from '#model'
import {
  cruddur,
  production,
  siteAlone,
  smallest,
  stacksFor,
  statementsIn,
  templatesOf,
  waysOf,
  withoutDatabase,
} from './stacks/deliveries.ts'

const deliveries = [
  ['the Cruddur delivery', cruddur],
  ['the smallest delivery', smallest],
  ['a delivery without a database', withoutDatabase],
  ['a site alone', siteAlone],
] as const

const idsOf = (make: () => ReturnType<typeof cruddur>) => stacksFor(make()).map((stack) => stack.id)

const importsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(importsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'Fn::ImportValue' in value ? [String(value['Fn::ImportValue'])] : []
  return [...own, ...Object.values(value).flatMap(importsIn)]
}

const exportsOf = (template: { readonly Outputs?: Readonly<Record<string, unknown>> }, stackName: string) =>
  Object.values(template.Outputs ?? {}).flatMap((output) => {
    const name = (output as { Export?: { Name: { 'Fn::Sub': string } } }).Export?.Name['Fn::Sub']
    return name ? [name.replace('${AWS::StackName}', stackName)] : []
  })

describe('stacksOf', () => {
  it('makes only the layers that are used, each after those it needs', () => {
    expect(idsOf(cruddur)).toEqual([
      'bootstrap',
      'network',
      'registry',
      'cluster',
      'database',
      'tables',
      'secrets',
      'service-api',
      'site-web',
      'cicd',
      'sync-role',
    ])
    expect(idsOf(smallest)).toEqual(['bootstrap', 'network', 'registry', 'cluster', 'service-web', 'cicd', 'sync-role'])
    expect(idsOf(withoutDatabase)).not.toContain('database')
    expect(idsOf(siteAlone)).toEqual(['bootstrap', 'site-www', 'sync-role'])
  })

  it('leaves out the roles of another environment', () => {
    const staging = environment('staging', { account: '222222222222', region: 'eu-west-1' })
    const d = cruddur([production, staging])
    const ids = stacksOf(d, staging, waysOf(d, production)).map((stack) => stack.id)
    expect(ids).not.toContain('sync-role')
    expect(ids).toContain('cicd')
  })
})

describe.each(deliveries)('every stack of %s', (_, make) => {
  const stacks = stacksFor(make())
  const templates = templatesOf(stacks)

  it('comes after the stacks it needs', () => {
    for (const [at, stack] of stacks.entries())
      for (const needed of stack.needs) expect(stacks.slice(0, at), `${stack.id} needs ${needed.id}`).toContain(needed)
  })

  it('imports only what a stack it needs exports', () => {
    for (const { id, stack, template } of templates) {
      const given = stack.needs.flatMap((needed) => exportsOf(needed.template, needed.name))
      expect(given, id).toEqual(expect.arrayContaining([...new Set(importsIn(template))]))
    }
  })

  it('refers only to what its template holds', () => {
    for (const { id, template } of templates) {
      const names = Object.keys({ ...template.Resources, ...template.Parameters })
      const used = referencesIn([template.Resources, template.Outputs]).map(({ name }) => name)
      expect([...names, id], id).toEqual(
        expect.arrayContaining([...new Set(used)].filter((name) => !name.startsWith('AWS::'))),
      )
    }
  })

  it('keeps what holds data, when it is deleted and when it is replaced', () => {
    const stateful =
      /^AWS::(S3::Bucket|DynamoDB::Table|RDS::DBInstance|SecretsManager::Secret|ECR::Repository|Logs::LogGroup)$/
    const found = templates.flatMap(({ template }) =>
      Object.entries(template.Resources).filter(([, each]) => stateful.test(each.Type)),
    )
    expect(found.length).toBeGreaterThan(0)
    for (const [logicalId, each] of found) {
      expect(['RetainExceptOnCreate', 'Snapshot'], logicalId).toContain(each.DeletionPolicy)
      expect(['Retain', 'Snapshot'], logicalId).toContain(each.UpdateReplacePolicy)
    }
  })

  it('allows an action on every resource only where AWS has no resource level for it', () => {
    const everywhere = templates.flatMap(({ template }) =>
      statementsIn({ template }).filter((each) => each.Effect === 'Allow' && JSON.stringify(each.Resource) === '"*"'),
    )
    const listed = [
      'cloudformation:ListExports',
      'cloudformation:ListStacks',
      'cloudformation:ValidateTemplate',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'ecr:GetAuthorizationToken',
      'ecs:DescribeTaskDefinition',
      'ecs:RegisterTaskDefinition',
    ]
    expect(listed).toEqual(expect.arrayContaining([...new Set(everywhere.flatMap((each) => each.Action))]))
  })

  it('allows no service wholesale', () => {
    const allowed = templates.flatMap(({ template }) =>
      statementsIn({ template }).filter((each) => each.Effect === 'Allow'),
    )
    expect(allowed.flatMap((each) => each.Action).filter((action) => action.includes('*'))).toEqual([])
  })

  it('lets no service take a role for another account', () => {
    const trusting = templates
      .flatMap(({ template }) => statementsIn({ template }))
      .filter((each) => each.Action === 'sts:AssumeRole')
    for (const each of trusting)
      expect(each.Condition, each.logicalId).toMatchObject({
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      })
  })

  it('tags what it makes with its delivery and environment', () => {
    const d = make()
    for (const { template } of templates)
      for (const [logicalId, { Properties }] of Object.entries(template.Resources)) {
        const tags = Properties?.Tags
        if (Array.isArray(tags)) {
          expect(tags, logicalId).toContainEqual({ Key: 'launchway:delivery', Value: d.name })
          expect(tags, logicalId).toContainEqual({ Key: 'launchway:environment', Value: 'production' })
        } else if (tags !== undefined) expect(tags, logicalId).toMatchObject({ 'launchway:delivery': d.name })
      }
    const tagged = templates.flatMap(({ template }) =>
      Object.values(template.Resources).filter((each) => each.Properties?.Tags),
    )
    expect(tagged.length).toBeGreaterThan(2)
  })

  it('fits into the body of one request', () => {
    for (const { path, text } of templateFiles(stacks)) expect(text.length, path).toBeLessThan(51_200)
  })
})

describe('templateFiles', () => {
  it('writes each template to its own path, nested ones behind their parent', () => {
    const stacks = stacksFor(cruddur())
    const paths = templateFiles(stacks).map((file) => file.path as string)
    expect(paths).toContain(templatePath({ environment: production }, 'cicd-builds'))
    expect(paths.at(paths.indexOf('cfn/out/production/cicd.yaml') + 1)).toBe('cfn/out/production/cicd-builds.yaml')
    expect(new Set(paths).size).toBe(stacks.length + 1)
  })

  it('writes the same bytes each time', () => {
    const once = templateFiles(stacksFor(cruddur()))
    expect(templateFiles(stacksFor(cruddur()))).toEqual(once)
  })
})
