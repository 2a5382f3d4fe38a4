import { build, head, type Row } from './row.ts'

/** The version, phases and their commands. */
export const phases: readonly Row[] = [
  ['no version', build, 'error', '1:1', 'version-missing'],
  ['another version', `version: 0.3\n${build}`, 'error', '1:10', 'version-unknown'],
  ['the old version', `version: 0.1\n${build}`, 'warning', '1:10', 'version-old'],
  ['no phases', head, 'error', '1:1', 'phases-missing'],
  ['empty phases', `${head}phases:\n`, 'error', '2:1', 'phases-missing'],
  ['a phase of one’s own', `${head}phases:\n  test:\n    commands: [make]\n`, 'error', '3:3', 'phase-unknown'],
  ['misspelt commands', `${head}phases:\n  build:\n    command: [make]\n`, 'error', '4:5', 'commands-missing'],
  [
    'a phase with only finally',
    `${head}phases:\n  build:\n    finally: [make]\n`,
    'warning',
    '3:3',
    'commands-missing',
  ],
  [
    'a colon in a command',
    `${head}phases:\n  build:\n    commands:\n      - echo "Hello: world"\n`,
    'error',
    '5:20',
    'command-mapping',
  ],
  [
    'a list as a command',
    `${head}phases:\n  build:\n    commands:\n      - - make\n`,
    'error',
    '5:9',
    'command-mapping',
  ],
  [
    'a reaction to failure',
    `${head}phases:\n  build:\n    on-failure: STOP\n    commands: [make]\n`,
    'error',
    '4:17',
    'on-failure-unknown',
  ],
  [
    'too many retries',
    `${head}phases:\n  build:\n    on-failure: RETRY-101\n    commands: [make]\n`,
    'error',
    '4:17',
    'on-failure-unknown',
  ],
  [
    'an unknown runtime',
    `${head}phases:\n  install:\n    runtime-versions: {node: 22}\n${build.slice(8)}`,
    'error',
    '4:24',
    'runtime-unknown',
  ],
  [
    'a version that loses its zero',
    `${head}phases:\n  install:\n    runtime-versions: {python: 3.10}\n${build.slice(8)}`,
    'warning',
    '4:32',
    'runtime-number',
  ],
  ['a step of nothing', `${head}phases:\n  build:\n    steps:\n      - name: x\n`, 'error', '5:9', 'buildspec-type'],
  [
    'steps beside commands',
    `${head}phases:\n  build:\n    steps: [{run: make}]\n    commands: [make]\n`,
    'warning',
    '5:5',
    'buildspec-key-misplaced',
  ],
]
