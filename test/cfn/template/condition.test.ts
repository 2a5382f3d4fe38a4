import { describe, expect, it } from 'vitest'
import { and, condition, equals, iff, not, noValue, or } from '#cfn/template/condition.ts'

const isA = equals('a', 'b')
const named = condition('IsA', isA)

describe('conditions', () => {
  it('are written where they are made and named where they are used', () => {
    expect(named.definition).toEqual({ 'Fn::Equals': ['a', 'b'] })
    expect(not(named).test).toEqual({ 'Fn::Not': [{ Condition: 'IsA' }] })
    expect(and(named, isA).test).toEqual({ 'Fn::And': [{ Condition: 'IsA' }, { 'Fn::Equals': ['a', 'b'] }] })
    expect(or(isA, named).test).toEqual({ 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'IsA' }] })
  })

  it('choose one of two, or nothing at all', () => {
    expect(iff(named, 1, 2)).toEqual({ 'Fn::If': ['IsA', 1, 2] })
    expect(iff(named, 'x', noValue)).toEqual({ 'Fn::If': ['IsA', 'x', { Ref: 'AWS::NoValue' }] })
  })
})
