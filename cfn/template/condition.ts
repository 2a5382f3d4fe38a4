import { value } from '#model/value.ts'
import type { If, Or, Text } from './given.ts'

/** A test that CloudFormation makes when it deploys. */
export interface Test {
  readonly test: Readonly<Record<string, unknown>>
}

/** A test with a name: what `Fn::If` and a resource's Condition refer to. */
export interface Condition extends Test {
  readonly id: string
}

declare const nothing: unique symbol

/** Leaves the property out: `AWS::NoValue`. Only an arm of `iff` takes it. */
export interface NoValue {
  readonly [nothing]: true
}

/** Leaves the property out. */
export const noValue = value({ Ref: 'AWS::NoValue' }) as unknown as NoValue

/** True when both are the same text. */
export const equals = (left: Text, right: Text): Test => ({ test: { 'Fn::Equals': [left, right] } })

/** True when the other is not. */
export const not = (of: Test): Test => ({ test: { 'Fn::Not': [of.test] } })

/** True when all are. CloudFormation takes two to ten. */
export const and = (...all: readonly [Test, Test, ...Test[]]): Test => ({
  test: { 'Fn::And': all.map((each) => each.test) },
})

/** True when one is. CloudFormation takes two to ten. */
export const or = (...any: readonly [Test, Test, ...Test[]]): Test => ({
  test: { 'Fn::Or': any.map((each) => each.test) },
})

/** Names a test. As a part of another test it is referred to by that name. */
export const condition = (id: string, of: Test): Condition & { readonly definition: Test['test'] } =>
  Object.freeze({ id, test: { Condition: id }, definition: of.test })

/** One of two, by a condition. It fits where both arms fit. */
export const iff = <const A, const B>(when: Condition, yes: Or<A>, no: Or<B>): If<Exclude<A | B, NoValue>> =>
  value({ 'Fn::If': [when.id, yes, no] }) as unknown as If<Exclude<A | B, NoValue>>
