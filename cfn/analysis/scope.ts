// Everything the names in a template stand for while it is resolved.
import type { Template } from './template.ts'
import { unknownOf } from './unknown.ts'

/** What Ref, Fn::GetAtt, Fn::ImportValue and the pseudo parameters give. */
export interface Scope {
  readonly template: Template
  /** The values of the template's parameters, lists already split (see `parameterValues`). */
  readonly parameters: Readonly<Record<string, unknown>>
  /** The pseudo parameters by their full name, `AWS::Region`. */
  readonly pseudo: Readonly<Record<string, unknown>>
  /** What `Ref` (no attribute) or `Fn::GetAtt` of a resource gives; `unknownOf(…)` when only applying tells. */
  readonly reference: (logicalId: string, attribute?: string) => unknown
  /** The value exported under a name. */
  readonly exported: (name: string) => unknown
  /** The availability zones of a region. */
  readonly zones: (region: string) => unknown
  /** True to take what cannot be resolved for unknown, instead of refusing the template. */
  readonly lenient?: boolean
}

/** A scope in which nothing exists yet: every resource, import and unset pseudo parameter is known after apply. */
export const unappliedScope = (template: Template, given: Partial<Omit<Scope, 'template'>> = {}): Scope => ({
  template,
  parameters: {},
  pseudo: {},
  reference: (logicalId, attribute = 'Ref') => unknownOf(`${logicalId}.${attribute}`),
  exported: (name) => unknownOf(`import ${name}`),
  zones: (region) => unknownOf(`zones of ${region}`),
  ...given,
})

/** What the pseudo parameters are made from. */
export interface Place {
  readonly account: string
  readonly region: string
  readonly stackName: string
  readonly stackId: unknown
  readonly notificationArns?: readonly string[]
}

/** The pseudo parameters of a stack. AWS::NoValue is the resolver's own. */
export const pseudoParameters = ({ account, region, stackName, stackId, notificationArns }: Place) => ({
  'AWS::AccountId': account,
  'AWS::NotificationARNs': notificationArns ?? [],
  'AWS::Partition': region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
  'AWS::Region': region,
  'AWS::StackId': stackId,
  'AWS::StackName': stackName,
  'AWS::URLSuffix': region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com',
})
