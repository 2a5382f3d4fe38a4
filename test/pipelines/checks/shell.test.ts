import { describe, expect, it } from 'vitest'
import { isOpen, variablesReadBy, variablesSetBy } from '#pipelines/checks/read/shell.ts'

describe('variablesReadBy', () => {
  it.each<readonly [command: string, names: readonly string[]]>([
    ['echo $A "$B" ${C}', ['A', 'B', 'C']],
    ['echo ${A%%/*} ${B:0:12} ${#C}', ['A', 'B', 'C']],
    ['echo ${A:?not set}', ['A']],
    ['echo ${A:-x} ${B-} ${C:+y} ${D:=z}', []],
    ["echo '$A' \\$B", []],
    [`echo "it's $A"`, ['A']],
    ['echo x # $A', []],
    ['echo a#$A', ['A']],
    ['echo $1 $? $@ $$ $(date)', []],
    ['echo "$(cat "$A")"', ['A']],
    ['docker run --env A -e B --env C=1 image', ['A', 'B']],
    ['npm run --env A', []],
  ])('of %j are %j', (command, names) => {
    expect(variablesReadBy(command)).toEqual(names)
  })
})

describe('variablesSetBy', () => {
  it.each<readonly [command: string, names: readonly string[]]>([
    ['A=1', ['A']],
    ['export A="$(date)" B=2', ['A', 'B']],
    ['A=1 make', ['A']],
    ['if true; then A=1; fi', ['A']],
    ['for A in 1 2; do echo; done', ['A']],
    ['while IFS= read -r A; do echo; done', ['IFS', 'A']],
    [': "${A:=1}"', ['A']],
    ["echo 'A=1'", []],
    ['make --target=A', []],
  ])('of %j are %j', (command, names) => {
    expect(variablesSetBy(command)).toEqual(expect.arrayContaining([...names]))
    expect(variablesSetBy(command).includes('A')).toBe(names.includes('A'))
  })
})

describe('isOpen', () => {
  it.each<readonly [command: string, open: boolean]>([
    ['source ./env.sh', true],
    ['. ./env.sh', true],
    ['eval "$(ssh-agent)"', true],
    ['./env.sh', false],
    ['docker build .', false],
  ])('of %j is %s', (command, open) => {
    expect(isOpen(command)).toBe(open)
  })
})
