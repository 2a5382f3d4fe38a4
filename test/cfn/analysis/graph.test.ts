import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cycleIn, dependantsOf, graphOf, orderOf } from '#cfn/analysis/graph.ts'
import type { Template } from '#cfn/analysis/template.ts'

const template: Template = {
  Parameters: { Env: { Type: 'String' } },
  Resources: {
    Vpc: { Type: 'T', Properties: { Name: { Ref: 'Env' } } },
    Subnet: { Type: 'T', Properties: { VpcId: { Ref: 'Vpc' } } },
    Role: { Type: 'T' },
    Web: {
      Type: 'T',
      DependsOn: 'Role',
      Properties: { A: { 'Fn::Sub': ['${Subnet.Arn} ${Own}', { Own: { 'Fn::GetAtt': 'Vpc.Id' } }] } },
    },
  },
}

test('Ref, GetAtt, Sub and DependsOn are dependencies, parameters are not', () => {
  expect(graphOf(template)).toEqual({ Vpc: [], Subnet: ['Vpc'], Role: [], Web: ['Role', 'Subnet', 'Vpc'] })
})

test('a resource left out is no dependency', () => {
  expect(graphOf(template, ['Subnet', 'Web'])).toEqual({ Subnet: [], Web: ['Subnet'] })
})

test('dependants are the graph turned round', () => {
  expect(dependantsOf(graphOf(template))).toEqual({ Vpc: ['Subnet', 'Web'], Subnet: ['Web'], Role: ['Web'], Web: [] })
})

test('a circle is named without what merely waits for it', () => {
  expect(cycleIn({ A: ['B'], B: ['C'], C: ['A'], D: ['A'], E: [] })).toEqual(['A', 'B', 'C'])
})

test('a resource that needs itself is a circle', () => {
  expect(cycleIn({ A: ['A'] })).toEqual(['A'])
})

const acyclic = fc
  .array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 })
  .map((rows) =>
    Object.fromEntries(
      rows.map((needs, index) => [`R${index}`, needs.filter((need) => need < index).map((need) => `R${need}`)]),
    ),
  )

test('the order has every resource once, after all it needs', () => {
  fc.assert(
    fc.property(acyclic, (graph) => {
      const order = orderOf(graph)
      expect([...order].sort()).toEqual(Object.keys(graph).sort())
      for (const [name, needs] of Object.entries(graph)) {
        for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name))
      }
      expect(cycleIn(graph)).toEqual([])
    }),
  )
})
