import { describe, expect, it } from 'vitest'
import { checkBuildspec } from '#buildspecs/check.ts'
import { buildsOf, buildspecFiles } from '#buildspecs/generate.ts'
import { codes } from '#buildspecs/rules/codes.ts'
import { printFinding } from '#model'
import { aDelivery } from '../pipelines/checks/a-delivery.ts'
import { batch } from './rows/batch.ts'
import { env } from './rows/env.ts'
import { everyKey } from './rows/every-key.ts'
import { habits } from './rows/habits.ts'
import { outputs } from './rows/outputs.ts'
import { phases } from './rows/phases.ts'
import { good, head } from './rows/row.ts'
import { shapes } from './rows/shapes.ts'

const check = (text: string) => checkBuildspec({ path: 'buildspec.yml', text })
const printed = (text: string) => check(text).map((each) => `${each.severity} ${printFinding(each)}`)

const at = (text: string) => `buildspec.yml:${text}`

const rows = [...shapes, ...phases, ...env, ...outputs, ...batch, ...habits]

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
    ['every key of the grammar', 'every.yml', everyKey],
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
    [
      'steps of GitHub Actions in a phase',
      'steps.yml',
      `${head}phases:\n  build:\n    steps:\n      - {name: x, uses: actions/checkout@v4, with: {a: b}, env: {A: true}}\n      - run: make\n`,
    ],
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
