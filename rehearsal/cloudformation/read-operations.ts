// What reads stacks and templates and changes nothing.
import type { Template, TemplateParameter } from '#cfn/analysis/template.ts'
import { listIn } from '../protocols/form.ts'
import { awsError, type Operation, type Shape } from '../service.ts'
import { capabilitiesOf } from './capabilities.ts'
import { type Engine, findStack } from './engine.ts'
import { exportsOf, importersOf } from './exports.ts'
import { limits } from './limits.ts'
import { describedEvent, describedResource, describedStack, resourceSummary, stackSummary } from './print-stack.ts'
import { checkedTemplate, invalid, processedText, templateText } from './read-template.ts'
import type { Stack } from './stack.ts'

/** The operations by name. */
export const readOperations = (engine: Engine): Readonly<Record<string, Operation>> => {
  const existing = (name: unknown): Stack => {
    const stack = findStack(engine, String(name))
    if (!stack) throw invalid(`Stack with id ${name} does not exist`)
    return stack
  }
  const resourceOf = (stack: Stack, logicalId: unknown) => {
    const resource = stack.resources.get(String(logicalId))
    if (!resource) throw invalid(`Resource ${logicalId} does not exist for stack ${stack.name}`)
    return resource
  }
  return {
    DescribeStacks: ({ StackName, NextToken }) => {
      if (StackName) return { Stacks: [describedStack(existing(StackName))] }
      const all = [...engine.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE').reverse()
      const { items, ...next } = page(all, NextToken)
      return { Stacks: items.map(describedStack), ...next }
    },
    ListStacks: ({ StackStatusFilter, NextToken }) => {
      const wanted = listIn(StackStatusFilter)
      const all = [...engine.stacks.values()]
        .filter(({ status }) => !wanted.length || wanted.includes(status))
        .reverse()
      const { items, ...next } = page(all, NextToken)
      return { StackSummaries: items.map(stackSummary), ...next }
    },
    DescribeStackEvents: ({ StackName, NextToken }) => {
      const stack = findStack(engine, String(StackName))
      if (!stack) throw invalid(`Stack [${StackName}] does not exist`)
      const { items, ...next } = page([...stack.events].reverse(), NextToken)
      return { StackEvents: items.map((event) => describedEvent(stack, event)), ...next }
    },
    DescribeStackResources: ({ StackName, PhysicalResourceId, LogicalResourceId }) => {
      const stack = StackName ? existing(StackName) : ownerOf(engine, PhysicalResourceId)
      const resources = [...stack.resources.values()].filter(
        ({ logicalId }) => !LogicalResourceId || logicalId === LogicalResourceId,
      )
      return { StackResources: resources.map((resource) => describedResource(stack, resource)) }
    },
    DescribeStackResource: ({ StackName, LogicalResourceId }) => {
      const stack = existing(StackName)
      const resource = resourceOf(stack, LogicalResourceId)
      const metadata = stack.target?.template.Resources[resource.logicalId]?.Metadata
      return {
        StackResourceDetail: {
          StackName: stack.name,
          StackId: stack.id,
          ...resourceSummary(resource),
          Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
        },
      }
    },
    ListStackResources: ({ StackName, NextToken }) => {
      const { items, ...next } = page([...existing(StackName).resources.values()], NextToken)
      return { StackResourceSummaries: items.map(resourceSummary), ...next }
    },
    GetTemplate: ({ StackName, ChangeSetName, TemplateStage }) => {
      const changeSet = ChangeSetName
        ? [...engine.changeSets.values()].find(
            ({ id, name, stackName, stackId }) =>
              id === ChangeSetName || (name === ChangeSetName && [stackName, stackId].includes(StackName)),
          )
        : undefined
      if (ChangeSetName && !changeSet)
        throw awsError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, 404)
      const target = changeSet?.target ?? existing(StackName).target
      const text = target && (TemplateStage === 'Original' ? target.text : processedText(target))
      return { TemplateBody: text ?? '', StagesAvailable: ['Original', 'Processed'] }
    },
    GetTemplateSummary: (input) => {
      const stack = input.StackName ? existing(input.StackName) : undefined
      const template = stack?.target?.template ?? checkedTemplate(engine, templateText(engine, input))
      return {
        ...summaryOf(template),
        ResourceTypes: [...new Set(typesIn(template))],
      }
    },
    ValidateTemplate: (input) => summaryOf(checkedTemplate(engine, templateText(engine, input))),
    ListExports: ({ NextToken }) => {
      const { items, ...next } = page(exportsOf(engine), NextToken)
      return {
        Exports: items.map(({ name, value, stack }) => ({ ExportingStackId: stack.id, Name: name, Value: value })),
        ...next,
      }
    },
    ListImports: ({ ExportName }) => {
      const importers = importersOf(engine, String(ExportName))
      if (!importers.length) throw invalid(`Export '${ExportName}' is not imported by any stack.`)
      return { Imports: importers }
    },
  }
}

const ownerOf = ({ stacks }: Engine, physicalId: unknown): Stack => {
  const owner = [...stacks.values()].find(({ resources }) =>
    [...resources.values()].some(({ made }) => made?.physicalId === physicalId),
  )
  if (owner) return owner
  throw invalid(`Stack for ${physicalId} does not exist`)
}

const page = <Item>(
  items: readonly Item[],
  token: unknown,
): { readonly items: readonly Item[]; readonly NextToken?: string } => {
  const from = Number(token ?? 0)
  const end = from + limits.eventsPerPage
  return { items: items.slice(from, end), ...(end < items.length ? { NextToken: String(end) } : {}) }
}

// A loop that is not written out has no type.
const typesIn = ({ Resources }: Template): readonly string[] =>
  Object.values(Resources).flatMap(({ Type }) => Type ?? [])

const summaryOf = (template: Template): Shape => {
  const Capabilities = capabilitiesOf(template)
  return {
    Description: template.Description,
    Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
    Version: template.AWSTemplateFormatVersion,
    Parameters: Object.entries(template.Parameters ?? {}).map(([name, definition]) => declared(name, definition)),
    Capabilities,
    CapabilitiesReason: Capabilities.length
      ? `The following resource(s) require capabilities: [${typesIn(template)
          .filter((type) => type.startsWith('AWS::IAM::'))
          .join(', ')}]`
      : undefined,
    DeclaredTransforms: [template.Transform ?? []].flat(),
  }
}

const declared = (name: string, { Type, Default, Description, NoEcho, AllowedValues }: TemplateParameter): Shape => ({
  ParameterKey: name,
  DefaultValue: Default === undefined ? undefined : String(Default),
  ParameterType: Type,
  NoEcho: NoEcho === true || NoEcho === 'true',
  Description,
  ParameterConstraints: AllowedValues ? { AllowedValues } : {},
})
