// What every part of the CloudFormation engine works on.
import type { FactsOf } from '#cfn/analysis/replacement.ts'
import type { ResourceProvider } from '../service.ts'
import type { World } from '../world.ts'
import type { ChangeSet } from './change-set.ts'
import type { Stack } from './stack.ts'

/** The in-process services that templates and dynamic references read. */
export interface Sources {
  readonly object: (bucket: string, key: string) => Buffer | undefined
  readonly parameter: (name: string) => string | undefined
  readonly secret: (
    id: string,
    jsonKey?: string,
    version?: { id?: string | undefined; stage?: string | undefined },
  ) => string
}

/** The engine: its state, and where its resources come from. */
export interface Engine {
  readonly world: World
  readonly facts: FactsOf
  readonly sources: Sources
  /** All stacks by id, deleted ones included. */
  readonly stacks: Map<string, Stack>
  /** All change sets by id. */
  readonly changeSets: Map<string, ChangeSet>
  /** The provider of a type; undefined for a type AWS does not have. */
  readonly provider: (type: string) => ResourceProvider | undefined
}

/** The stack of that name, or of that id (also when it is deleted). */
export const findStack = ({ stacks }: Engine, nameOrId: string): Stack | undefined =>
  stacks.get(nameOrId) ??
  [...stacks.values()].find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE')

/** The stacks that exist. */
export const livingStacks = ({ stacks }: Engine): readonly Stack[] =>
  [...stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE')
