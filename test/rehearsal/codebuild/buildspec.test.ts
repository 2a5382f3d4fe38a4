import { describe, expect, it } from 'vitest'
import { readBuildspec } from '../../../rehearsal/codebuild/buildspec.ts'
import { onFailure } from '../../../rehearsal/codebuild/on-failure.ts'
import { assignments, quoted, unquoted } from '../../../rehearsal/codebuild/shell-variables.ts'

const build = 'phases: { build: { commands: [make] } }'

describe('a buildspec', () => {
  it('is read with every scalar as text', () => {
    const spec = readBuildspec(`version: 0.2\nenv: { variables: { PORT: 3000, ON: yes, DAY: 2026-01-01 } }\n${build}\n`)
    expect(spec.variables).toEqual({ PORT: '3000', ON: 'yes', DAY: '2026-01-01' })
    expect(spec.phases.build?.commands).toEqual(['make'])
  })

  const refused: [string, string, RegExp][] = [
    ['without a version', build, /there is no "version"/],
    ['of another version', `version: 0.3\n${build}`, /version "0.3" is not known/],
    ['without phases', 'version: 0.2', /no "phases"/],
    [
      'with an unknown phase',
      'version: 0.2\nphases: { bild: { commands: [x] } }',
      /unknown phase "bild": the phases are install/,
    ],
    [
      'with commands that are not a list',
      'version: 0.2\nphases:\n  build:\n    commands: make',
      /expected Commands to be a list of strings at line 4/,
    ],
    [
      'with a reserved variable',
      `version: 0.2\nenv: { variables: { CODEBUILD_X: 1 } }\n${build}`,
      /prefix CODEBUILD_ is reserved/,
    ],
    ['for a Windows shell', `version: 0.2\nenv: { shell: powershell.exe }\n${build}`, /runs on Windows only/],
    ['that is no YAML', 'version: 0.2\n  phases: [', /./],
  ]
  it.each(refused)('%s is refused', (_, text, message) => {
    expect(() => readBuildspec(text)).toThrow(message)
  })
})

describe('on-failure', () => {
  it.each([
    [undefined, 'default', 0, ''],
    ['ABORT', 'abort', 0, ''],
    ['RETRY', 'retry', 3, ''],
    ['RETRY-5', 'retry', 5, ''],
    ['RETRY-.*timeout.*', 'retry', 3, '.*timeout.*'],
    ['RETRY-2-net|dns', 'retry', 2, 'net|dns'],
  ])('%s', (text, kind, retries, pattern) => {
    const found = onFailure(text)
    expect([found.kind, found.retries]).toEqual([kind, retries])
    if (pattern) expect(found.matching.source).toBe(pattern)
  })
})

describe('shell variables', () => {
  const dash = "A='1'\nB='two\nC=no'\nQ='it'\"'\"'s'\n"
  const bash = "A=1\nL=$'a\\nb\\'c'\nARR=([0]=\"x\")\nE=''\nS=a\\ b\n"
  it('are read from the output of dash', () => {
    expect(assignments(dash).map((one) => [one.name, unquoted(one.quoted ?? '')])).toEqual([
      ['A', '1'],
      ['B', 'two\nC=no'],
      ['Q', "it's"],
    ])
  })
  it('are read from the output of bash, without arrays', () => {
    expect(assignments(bash).map((one) => [one.name, unquoted(one.quoted ?? '')])).toEqual([
      ['A', '1'],
      ['L', "a\nb'c"],
      ['E', ''],
      ['S', 'a b'],
    ])
  })
  it.each(["export A='1'\nexport N\n", 'declare -x A="1"\ndeclare -x N\n'])('are read from %j', (text) => {
    expect(assignments(text).map((one) => one.name)).toEqual(['A', 'N'])
  })
  it.each(['', "it's", 'a\nb', '$HOME `x` "y"', '\\'])('quoting %j can be undone', (value) => {
    expect(unquoted(quoted(value))).toBe(value)
  })
})
