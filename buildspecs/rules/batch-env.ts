import { error, valueIn } from './given.ts'
import { keysOf, mapOf, text, texts, trueFalse, type ValueRule, word } from './shapes.ts'
import { variables } from './variables.ts'

const types = [
  'ARM_CONTAINER',
  'ARM_EC2',
  'ARM_LAMBDA_CONTAINER',
  'LINUX_CONTAINER',
  'LINUX_EC2',
  'LINUX_GPU_CONTAINER',
  'LINUX_LAMBDA_CONTAINER',
  'MAC_ARM',
  'WINDOWS_CONTAINER',
  'WINDOWS_EC2',
  'WINDOWS_SERVER_2019_CONTAINER',
  'WINDOWS_SERVER_2022_CONTAINER',
]

const type = word(...types)

/** What one build of a batch runs in, where it differs from the project. */
export const batchEnv: ValueRule = mapOf((map, entry) => [
  ...keysOf(map, {
    'compute-type': text,
    fleet: text,
    image: text,
    'privileged-mode': trueFalse,
    type,
    variables,
  }),
  ...(valueIn(map, 'compute-type') && valueIn(map, 'fleet')
    ? error('batch-compute', entry.at, [
        'both "compute-type" and "fleet" say where the build runs',
        'leave one of them: a fleet has a compute type of its own',
      ])
    : []),
])

/** The part of a matrix that is the same for all its builds. */
export const staticEnv: ValueRule = mapOf((map) =>
  keysOf(map, { type, 'privileged-mode': trueFalse, image: text, 'compute-type': text, variables }),
)

/** The part of a matrix whose values are combined. */
export const dynamicEnv: ValueRule = mapOf((map) =>
  keysOf(map, {
    'compute-type': texts,
    fleet: texts,
    image: texts,
    type: texts,
    variables: mapOf((all) => all.entries.flatMap(texts)),
  }),
)
