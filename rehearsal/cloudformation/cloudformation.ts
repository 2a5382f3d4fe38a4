// CloudFormation: the engine, its operations, and the providers it takes from all other services.
import type { FactsOf } from '#cfn/analysis/replacement.ts'
import type { ResourceProvider, Service } from '../service.ts'
import type { World } from '../world.ts'
import { changeSetOperations } from './change-set-operations.ts'
import { type Engine, findStack, type Sources } from './engine.ts'
import { exportsOf } from './exports.ts'
import { nestedStack } from './nested-stack.ts'
import { type PipelineAction, type PipelineActionEnd, runPipelineAction } from './pipeline-action.ts'
import { readOperations } from './read-operations.ts'
import type { Stack } from './stack.ts'
import { stackOperations } from './stack-operations.ts'

/** What the rest of the local AWS asks CloudFormation in process. */
export interface CloudFormationApi {
  readonly stack: (nameOrId: string) => Stack | undefined
  readonly stacks: () => readonly Stack[]
  readonly exports: () => Readonly<Record<string, string>>
  /** The recorded resources of all stacks: they exist in name only. */
  readonly recorded: () => readonly { readonly stack: string; readonly logicalId: string; readonly type: string }[]
  /** Resolves when no stack operation runs any more. */
  readonly settled: () => Promise<void>
  /** What CodePipeline's CloudFormation action does. */
  readonly run: (action: PipelineAction) => Promise<PipelineActionEnd>
}

/** What the engine is made from. */
export interface CloudFormationParts {
  readonly facts: FactsOf
  readonly sources: Sources
  /** The provider of a type, the recorded ones included; undefined for a type AWS does not have. */
  readonly provider: (type: string) => ResourceProvider | undefined
}

/** The local CloudFormation. */
export const cloudformation = (
  world: World,
  { facts, sources, provider }: CloudFormationParts,
): { readonly service: Service; readonly api: CloudFormationApi } => {
  const engine: Engine = {
    world,
    facts,
    sources,
    stacks: new Map(),
    changeSets: new Map(),
    provider: (type) => (type === 'AWS::CloudFormation::Stack' ? nested : provider(type)),
  }
  const nested = nestedStack(engine)
  const living = () => [...engine.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE')
  return {
    service: {
      name: 'cloudformation',
      protocol: 'query',
      target: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      operations: { ...stackOperations(engine), ...changeSetOperations(engine), ...readOperations(engine) },
    },
    api: {
      stack: (nameOrId) => findStack(engine, nameOrId),
      stacks: living,
      exports: () => Object.fromEntries(exportsOf(engine).map(({ name, value }) => [name, value])),
      recorded: () =>
        living().flatMap(({ name, resources }) =>
          [...resources.values()]
            .filter(({ recorded, made }) => recorded && made)
            .map(({ logicalId, type }) => ({ stack: name, logicalId, type })),
        ),
      run: (action) => runPipelineAction(engine, action),
      settled: async () => {
        for (;;) {
          const running = [...engine.stacks.values()].flatMap((stack) => (stack.running ? [stack.running.done] : []))
          if (!running.length) return
          await Promise.all(running)
        }
      },
    },
  }
}
