import { good, type Row } from './row.ts'

/** Batches of builds. */
export const batch: readonly Row[] = [
  [
    'a batch of two kinds',
    `${good}batch:\n  build-list: [{identifier: a}]\n  build-graph: [{identifier: a}]\n`,
    'error',
    '5:1',
    'batch-kind',
  ],
  ['a batch of no kind', `${good}batch:\n  fast-fail: true\n`, 'error', '5:1', 'batch-kind'],
  [
    'a hyphen in an identifier',
    `${good}batch:\n  build-list:\n    - identifier: a-b\n`,
    'error',
    '7:19',
    'batch-identifier',
  ],
  [
    'an identifier twice',
    `${good}batch:\n  build-list:\n    - identifier: a\n    - identifier: a\n`,
    'error',
    '8:19',
    'batch-identifier',
  ],
  [
    'a dependency on nothing',
    `${good}batch:\n  build-graph:\n    - identifier: a\n      depend-on: [b]\n`,
    'error',
    '8:19',
    'batch-dependency',
  ],
  [
    'a compute type beside a fleet',
    `${good}batch:\n  build-list:\n    - identifier: a\n      env: {compute-type: x, fleet: y}\n`,
    'error',
    '8:7',
    'batch-compute',
  ],
  ['a fan-out into nothing', `${good}batch:\n  build-fanout: {parallelism: 0}\n`, 'error', '6:31', 'batch-parallelism'],
]
