import { describe, expect, it } from 'vitest'
import { runProgram } from '#scripts/program.ts'
import { readLine } from '#scripts/read-line.ts'
import { type Given, type Verbs, verbs } from '#scripts/verbs.ts'

interface Called {
  verb: string
  given: Given
  words: readonly string[]
}

// The verbs there are, which tell what they were called with instead of doing it.
const telling = (called: Called[]): Verbs =>
  Object.fromEntries(
    Object.entries(verbs).map(([verb, about]) => [
      verb,
      { ...about, run: async (given: Given, words: readonly string[]) => void called.push({ verb, given, words }) },
    ]),
  )

const readQuickly = async (line: string): Promise<Called | undefined> => {
  const called: Called[] = []
  const read = readLine(line.split(' '), telling(called))
  await read?.verb.run(read.given, read.words)
  return called[0]
}

const readSlowly = async (line: string): Promise<Called | undefined> => {
  const called: Called[] = []
  await runProgram(line.split(' '), telling(called))
  return called[0]
}

describe('readLine', () => {
  it.each([
    'generate',
    'generate --check --json',
    '--config other.ts generate',
    'generate --config other.ts',
    'check',
    'check a.yml b.json --json c.yaml',
    'check --before old --format sarif --require-cfn-lint a.yml',
    'diagram',
    'diagram network --out pictures --environment production --format svg',
    'diff old new --use-previous-values',
    'preview --environment production --markdown',
    'deploy --yes',
    'watch --execution 1',
    'local',
    'local --port 0',
    'rehearse --once --json',
  ])('reads "%s" as the library that reads every line does', async (line) => {
    const read = await readQuickly(line)
    expect(read).toBeDefined()
    expect(read).toEqual(await readSlowly(line))
  })

  it.each([
    '--help',
    'generate --help',
    'help generate',
    'generat',
    'constructor',
    'generate --chek',
    'generate everything',
    'generate --json=true',
    '--json generate',
    'deploy --environment',
    'deploy --environment --yes',
    'local --port=1',
    'diff old',
    'diff old new newer',
    'check -- a.yml',
    'check -j',
  ])('leaves "%s" to that library', async (line) => {
    expect(await readQuickly(line)).toBeUndefined()
  })
})
