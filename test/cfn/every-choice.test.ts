import { describe, expect, it } from 'vitest'
import { conditionsIn, referencesIn } from '#cfn/analysis/references.ts'
import type { Template } from '#cfn/analysis/template.ts'
import { templateProblems } from '#cfn/analysis/validate.ts'
import { templateFiles } from '#cfn/generate.ts'
import { starReasonOf } from '#cfn/permissions/star-reasons.ts'
import { trustReasonOf } from '#cfn/permissions/trust-reasons.ts'
import { everything } from './stacks/choices.ts'
import { stacksFor, statementsIn, templatesOf } from './stacks/deliveries.ts'

const d = everything()

const importsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(importsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'Fn::ImportValue' in value ? [String(value['Fn::ImportValue'])] : []
  return [...own, ...Object.values(value).flatMap(importsIn)]
}

const serviceIn = (principal: unknown): string =>
  typeof principal === 'object' && principal !== null && 'Service' in principal ? String(principal.Service) : ''

const exportsOf = (stack: ReturnType<typeof stacksFor>[number]): readonly string[] =>
  Object.values(stack.template.Outputs ?? {}).flatMap((output) => {
    const named = output.Export as { readonly Name: { readonly 'Fn::Sub': string } } | undefined
    return named ? [named.Name['Fn::Sub'].replace('${AWS::StackName}', stack.name)] : []
  })

describe('a delivery of three environments and five services', () => {
  it('is just that', () => {
    expect([d.environments.length, d.services.length]).toEqual([3, 5])
  })

  it('makes the same stacks in each environment, but for what exists there already', () => {
    const [inProduction, inStaging, inShared] = d.environments.map((e) =>
      stacksFor(d, e).map((each) => each.id as string),
    )
    expect(inProduction?.filter((id) => !inStaging?.includes(id))).toEqual(['dns'])
    expect(inStaging?.filter((id) => !inShared?.includes(id))).toEqual(['network'])
  })
})

describe.each(d.environments.map((e) => [e.name as string, e] as const))('every stack of %s', (_, e) => {
  const stacks = stacksFor(d, e)

  it('comes after the stacks it needs and imports only what they export', () => {
    for (const [at, stack] of stacks.entries()) {
      for (const needed of stack.needs) expect(stacks.slice(0, at), `${stack.id} needs ${needed.id}`).toContain(needed)
      const given = stack.needs.flatMap(exportsOf)
      const templates = [stack.template, ...stack.nested.map(({ template }) => template)]
      expect(given, stack.id).toEqual(expect.arrayContaining([...new Set(importsIn(templates))]))
    }
  })

  it('refers only to what its template holds', () => {
    for (const { id, template } of templatesOf(stacks)) {
      const names = new Set(Object.keys({ ...template.Resources, ...template.Parameters }))
      const used = referencesIn([template.Resources, template.Outputs]).map(({ name }) => name)
      expect(
        used.filter((name) => !name.startsWith('AWS::') && !names.has(name)),
        id,
      ).toEqual([])
      const conditions = new Set(Object.keys(template.Conditions ?? {}))
      expect(
        [...conditionsIn(template)].filter((name) => !conditions.has(name)),
        id,
      ).toEqual([])
    }
  })

  it('is a template that CloudFormation takes, without a circle of references', () => {
    for (const { id, template } of templatesOf(stacks)) expect(templateProblems(template as Template), id).toEqual([])
  })

  it('gives every export a name of its own', () => {
    const names = stacks.flatMap(exportsOf)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  it('gives every rule of the listener a priority of its own', () => {
    const priorities = stacks.flatMap((stack) =>
      Object.values(stack.template.Resources)
        .filter((each) => each.Type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
        .map((each) => each.Properties?.Priority),
    )
    expect(priorities.length).toBeGreaterThanOrEqual(5)
    expect(new Set(priorities).size).toBe(priorities.length)
  })

  it('keeps what holds data', () => {
    for (const { template } of templatesOf(stacks))
      for (const [id, body] of Object.entries(template.Resources)) {
        if (!/^AWS::(DynamoDB::Table|RDS::DBCluster|KMS::Key|S3::Bucket)$/.test(body.Type)) continue
        expect(['RetainExceptOnCreate', 'Snapshot'], id).toContain(body.DeletionPolicy)
        expect(['Retain', 'Snapshot'], id).toContain(body.UpdateReplacePolicy)
      }
  })

  it('lets a service of AWS take a role on behalf of this account only, but for those with a reason', () => {
    const trusting = templatesOf(stacks).flatMap(({ template }) => statementsIn({ template }))
    const named = trusting.filter(
      ({ Action, Principal }) => Action === 'sts:AssumeRole' && trustReasonOf(serviceIn(Principal)) === undefined,
    )
    expect(named.length).toBeGreaterThan(5)
    for (const each of named)
      expect(each.Condition, each.logicalId).toMatchObject({
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      })
  })

  it('allows an action on every resource only where the reason is known', () => {
    const everywhere = templatesOf(stacks)
      .flatMap(({ template }) => statementsIn({ template }))
      .filter((each) => each.Effect === 'Allow' && each.Resource === '*' && !each.logicalId.endsWith('Key'))
    const actions = [...new Set(everywhere.flatMap((each) => each.Action))]
    expect(actions.length).toBeGreaterThan(5)
    expect(actions.filter((action) => starReasonOf(action) === undefined)).toEqual([])
  })

  it('fits into the body of one request, or, nested, into a file that CloudFormation reads', () => {
    const nested = new Set(stacks.flatMap((stack) => stack.nested.map(({ id }) => `/${id}.yaml`)))
    for (const { path, text } of templateFiles(stacks)) {
      const isNested = [...nested].some((end) => path.endsWith(end))
      expect(text.length, path).toBeLessThan(isNested ? 1_000_000 : 51_200)
    }
  })
})
