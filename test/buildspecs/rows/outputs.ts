import { good, type Row } from './row.ts'

/** Reports, artifacts and the cache. */
export const outputs: readonly Row[] = [
  [
    'six report groups',
    `${good}reports:\n${[1, 2, 3, 4, 5, 6].map((n) => `  r${n}: {files: [a]}\n`).join('')}`,
    'error',
    '5:1',
    'reports-too-many',
  ],
  ['a report without files', `${good}reports:\n  unit: {base-directory: a}\n`, 'error', '6:3', 'report-without-files'],
  ['artifacts without files', `${good}artifacts:\n  name: a\n`, 'error', '5:1', 'artifacts-without-files'],
  [
    'only secondary artifacts',
    `${good}artifacts:\n  secondary-artifacts:\n    one: {files: [a]}\n`,
    'warning',
    '5:1',
    'artifacts-without-files',
  ],
  ['a cache without paths', `${good}cache:\n  key: a\n`, 'warning', '5:1', 'cache-without-paths'],
  [
    'six fallback keys',
    `${good}cache:\n  key: a\n  fallback-keys: [a, b, c, d, e, f]\n  paths: [a]\n`,
    'error',
    '7:18',
    'cache-fallback-keys',
  ],
  [
    'fallback keys without a key',
    `${good}cache:\n  fallback-keys: [a]\n  paths: [a]\n`,
    'warning',
    '6:18',
    'cache-fallback-keys',
  ],
]
