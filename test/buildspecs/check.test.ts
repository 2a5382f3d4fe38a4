import { describe, expect, it } from 'vitest'
import { checkBuildspec } from '#buildspecs/check.ts'
import { buildsOf, buildspecFiles } from '#buildspecs/generate.ts'
import { codes } from '#buildspecs/rules/codes.ts'
import { printFinding } from '#model'
import { aDelivery } from '../pipelines/checks/a-delivery.ts'

const check = (text: string) => checkBuildspec({ path: 'buildspec.yml', text })
const printed = (text: string) => check(text).map((each) => `${each.severity} ${printFinding(each)}`)

const head = 'version: 0.2\n'
const build = 'phases:\n  build:\n    commands: [make]\n'
const good = head + build
const at = (text: string) => `buildspec.yml:${text}`

/** What is written, and the place, severity and code that it gives; one row at least for every code. */
const rows: readonly (readonly [
  about: string,
  text: string,
  severity: 'error' | 'warning',
  place: string,
  code: keyof typeof codes,
])[] = [
  ['a second colon on a line', `${good}env: a: b\n`, 'error', '5:7', 'buildspec-syntax'],
  ['a line that is indented too far', `${head}  batch: x\n${build}`, 'error', '2:8', 'buildspec-syntax'],
  [
    'a list that is indented less',
    'phases:\n  build:\n    commands:\n      - a\n# why\n     - b\n',
    'error',
    '6:6',
    'buildspec-syntax',
  ],
  ['a tab', `${head}phases:\n\tbuild:\n`, 'error', '3:1', 'buildspec-syntax'],
  [
    'an escape that YAML does not have',
    `${head}phases:\n  build:\n    commands:\n      - "grep \\d x"\n`,
    'error',
    '5:15',
    'buildspec-syntax',
  ],
  ['a pattern without quotes', `${good}artifacts:\n  files:\n    - *.zip\n`, 'error', '7:7', 'buildspec-syntax'],
  ['an anchor that is none', `${good}artifacts:\n  files:\n    - &./out x\n`, 'error', '7:7', 'buildspec-syntax'],
  ['two documents', `${good}---\n${good}`, 'warning', '5:1', 'buildspec-documents'],
  ['an empty file', '# nothing\n', 'error', '1:1', 'buildspec-empty'],
  ['a list instead of a mapping', '- version: 0.2\n', 'error', '1:1', 'buildspec-type'],
  ['a list of variables', `${good}env:\n  variables:\n    - A: b\n`, 'error', '7:5', 'buildspec-type'],
  ['a mapping as a variable', `${good}env:\n  variables:\n    A: {BUCKET}\n`, 'error', '7:8', 'buildspec-type'],
  ['a list as a phase', `${head}phases:\n  build:\n    - commands: [make]\n`, 'error', '4:5', 'buildspec-type'],
  ['a mapping as files', `${good}artifacts:\n  files: {a: b}\n`, 'error', '6:10', 'buildspec-type'],
  [
    'commands as a mapping',
    `${head}phases:\n  build:\n    commands:\n      make: all\n`,
    'error',
    '5:7',
    'buildspec-type',
  ],
  ['one text as files', `${good}artifacts:\n  files: out.zip\n`, 'warning', '6:10', 'buildspec-scalar'],
  ['one text as commands', `${head}phases:\n  build:\n    commands: make\n`, 'warning', '4:15', 'buildspec-scalar'],
  [
    'an empty command',
    `${head}phases:\n  build:\n    commands:\n      - # make\n`,
    'warning',
    '5:9',
    'buildspec-nothing',
  ],
  ['an empty cache', `${good}cache:\n  paths:\n`, 'warning', '6:3', 'buildspec-nothing'],
  ['a key twice', `${good}run-as: root\nrun-as: user\n`, 'warning', '6:1', 'buildspec-key-twice'],
  ['a key that nothing reads', `${good}artefacts:\n  files: [a]\n`, 'warning', '5:1', 'buildspec-key-unknown'],
  [
    'a batch key in the environment',
    `${good}env:\n  compute-type: BUILD_GENERAL1_LARGE\n`,
    'warning',
    '6:3',
    'buildspec-key-unknown',
  ],
  ['a phase at the top', `${good}install:\n  commands: [make]\n`, 'error', '5:1', 'buildspec-key-misplaced'],
  ['a batch at the top', `${good}build-matrix:\n  dynamic: {}\n`, 'error', '5:1', 'buildspec-key-misplaced'],
  [
    'runtimes in another phase',
    `${head}phases:\n  build:\n    runtime-versions: {nodejs: 22}\n    commands: [make]\n`,
    'error',
    '4:5',
    'buildspec-key-misplaced',
  ],
  [
    'variables of the old version',
    `${good}environment_variables:\n  plaintext: {A: b}\n`,
    'error',
    '5:1',
    'buildspec-key-misplaced',
  ],
  [
    'the type of artifacts',
    `${good}artifacts:\n  type: zip\n  files: [a]\n`,
    'warning',
    '6:3',
    'buildspec-key-deprecated',
  ],
  [
    'a format of reports',
    `${good}reports:\n  unit:\n    files: [a]\n    file-format: JUNIT\n`,
    'error',
    '8:18',
    'buildspec-word',
  ],
  ['a shell', `${good}env:\n  shell: fish\n`, 'error', '6:10', 'buildspec-word'],
  [
    'another spelling of yes',
    `${good}artifacts:\n  files: [a]\n  discard-paths: true\n`,
    'warning',
    '7:18',
    'buildspec-word',
  ],
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
  ['a name that is no variable', `${good}env:\n  variables:\n    MY-VAR: a\n`, 'warning', '7:5', 'variable-name'],
  ['an exported value', `${good}env:\n  exported-variables:\n    - $TAG\n`, 'warning', '7:7', 'variable-name'],
  ['a reserved name', `${good}env:\n  variables:\n    CODEBUILD_X: a\n`, 'warning', '7:5', 'variable-reserved'],
  [
    'an exported name of AWS',
    `${good}env:\n  exported-variables: [AWS_REGION]\n`,
    'warning',
    '6:24',
    'variable-reserved',
  ],
  [
    'a secret by stage and id',
    `${good}env:\n  secrets-manager:\n    A: name:key:AWSCURRENT:1234\n`,
    'error',
    '7:8',
    'secret-reference',
  ],
  ['a cut ARN', `${good}env:\n  secrets-manager:\n    A: arn:aws:secretsmanager\n`, 'error', '7:8', 'secret-reference'],
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
  [
    'a push after a failed build',
    `${good}  post_build:\n    commands:\n      - docker push x.dkr.ecr/a\n`,
    'warning',
    '7:9',
    'post-build-unguarded',
  ],
  [
    'an image of Docker Hub',
    `${head}phases:\n  build:\n    commands:\n      - docker run --rm node:22 npm test\n`,
    'warning',
    '5:9',
    'docker-hub-anonymous',
  ],
  [
    'an invalidation with a wildcard in the middle',
    `${head}phases:\n  build:\n    commands:\n      - aws cloudfront create-invalidation --distribution-id E --paths "/*.html"\n`,
    'warning',
    '5:9',
    'invalidation-path',
  ],
  [
    'a sync that deletes',
    `${head}phases:\n  build:\n    commands:\n      - aws s3 sync dist s3://site --delete\n`,
    'warning',
    '5:9',
    'sync-deletes-assets',
  ],
]

describe('checkBuildspec', () => {
  it.each(rows)('points at %s', (_, text, severity, place, code) => {
    const found = check(text).map((each) => `${each.severity} ${at(`${each.at.line}:${each.at.column}`)} ${each.code}`)
    expect(found).toContain(`${severity} ${at(place)} ${code}`)
  })

  it('has a row for every code', () => {
    expect(new Set(rows.map((row) => row[4]))).toEqual(new Set(Object.keys(codes)))
  })

  it('finds both builds of a circle', () => {
    const text = `${good}batch:\n  build-graph:\n    - {identifier: a, depend-on: [b]}\n    - {identifier: b, depend-on: [a]}\n    - {identifier: c, depend-on: [a]}\n`
    expect(check(text).map(({ at: place }) => place.line)).toEqual([7, 8])
  })

  it('says what is wrong with the value and how to mend it', () => {
    expect(printed(`${head}phases:\n  biuld:\n    commands:\n      - echo "Hello: world"\n`)).toEqual([
      'error buildspec.yml:3:3: there is no phase "biuld" [phase-unknown]\n  fix: did you mean "build"?',
    ])
    expect(printed(`${head}phases:\n  build:\n    commands:\n      - echo "Hello: world"\n`)).toEqual([
      'error buildspec.yml:5:20: command 1 is read as a mapping, since ": " follows "echo \\"Hello" [command-mapping]\n  fix: put quotes around the whole command, or write it below "- |"',
    ])
  })

  it.each([
    ['every key of the grammar', 'every.yml', everyKey()],
    [
      'values that a YAML 1.1 reader takes for booleans, dates and numbers',
      'values.yml',
      `${good}env:\n  variables:\n    A: yes\n    B: 2012-10-17\n    C: 1_000\n    D: 12:30:45\n    E:\n`,
    ],
    [
      'a batch without phases',
      'batch.yml',
      `${head}batch:\n  build-list:\n    - identifier: a\n      buildspec: a.yml\n`,
    ],
    [
      'an escaped apostrophe, which CodeBuild reads',
      'apostrophe.yml',
      `${head}phases:\n  build:\n    commands:\n      - "echo \\'a\\'"\n`,
    ],
    ['merged keys', 'merge.yml', `${head}phases:\n  pre_build: &base\n    commands: [make]\n  build:\n    <<: *base\n`],
    ['files with Windows line ends', 'windows.yml', good.replaceAll('\n', '\r\n')],
  ])('says nothing of %s', (_, path, text) => {
    expect(checkBuildspec({ path, text })).toEqual([])
  })

  it('says nothing of the buildspecs that are generated', () => {
    expect(buildspecFiles(aDelivery(), buildsOf(aDelivery())).flatMap(checkBuildspec)).toEqual([])
  })

  it.each(['ABORT', 'CONTINUE', 'RETRY', 'RETRY-0', 'RETRY-100', 'RETRY-.*timeout.*', 'RETRY-3-.*-x'])(
    'takes %s after on-failure',
    (given) => {
      expect(check(`${head}phases:\n  build:\n    on-failure: ${given}\n    commands: [make]\n`)).toEqual([])
    },
  )
})

function everyKey(): string {
  return `version: 0.2
run-as: root
env:
  shell: bash
  variables: {A: b}
  parameter-store: {B: /a/b}
  secrets-manager:
    C: name
    D: name:key
    E: arn:aws:secretsmanager:eu-west-1:111111111111:secret:name-AbCdEf:key:AWSCURRENT
    F: name:key::1234
  exported-variables: [A]
  git-credential-helper: yes
proxy: {upload-artifacts: no, logs: yes}
batch:
  fast-fail: false
  build-matrix:
    static: {ignore-failure: false, env: {type: LINUX_CONTAINER, privileged-mode: true}}
    dynamic: {buildspec: [a.yml], env: {compute-type: [BUILD_GENERAL1_SMALL], image: [i], variables: {K: [1, 2]}}}
phases:
  install:
    run-as: root
    on-failure: ABORT
    runtime-versions: {nodejs: 22, python: 3.x, java: $JAVA, golang: latest}
  pre_build: {commands: [make], finally: [clean]}
  build: {commands: [make]}
  post_build: {commands: [make]}
reports:
  arn:aws:codebuild:eu-west-1:111111111111:report-group/unit:
    files: ['**/*']
    file-format: junitxml
    base-directory: out
    discard-paths: no
artifacts:
  files: ['**/*']
  name: x-$(date +%Y)
  discard-paths: no
  base-directory: out
  exclude-paths: '**/*.map'
  enable-symlinks: yes
  s3-prefix: a
  secondary-artifacts:
    one: {files: [a], name: one, base-directory: b, discard-paths: yes}
cache:
  key: npm-$(codebuild-hash-files package-lock.json)
  fallback-keys: [npm-]
  action: restore
  paths: [node_modules/**/*]
`
}
