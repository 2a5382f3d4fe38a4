import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { aRun, pullRequest, push } from './a-run.ts'

const checkout = 'actions/checkout@0000000000000000000000000000000000000000'
const workflow = (jobs: string, head = 'on: push') => `name: Test\n${head}\npermissions: {}\njobs:\n${jobs}`
const job = (id: string, steps: string, more = '') => `  ${id}:\n    runs-on: ubuntu-24.04\n${more}    steps:\n${steps}`

test('a value goes from a script through its step and its job to another job', async () => {
  const { conclusion, said, jobs } = await aRun({
    workflow: workflow(
      job(
        'publish',
        '      - run: echo "got $TAG"\n        env: { TAG: "${{ needs.build.outputs.tag }}" }\n',
        '    needs: build\n',
      ) +
        job(
          'build',
          '      - id: name\n        run: echo "tag=v1" >> "$GITHUB_OUTPUT"\n',
          '    outputs: { tag: "${{ steps.name.outputs.tag }}" }\n',
        ),
    ),
  })
  expect(conclusion).toBe('success')
  expect(jobs.build?.outputs).toEqual({ tag: 'v1' })
  expect(said).toContain('got v1')
})

test('the commit of the run is checked out, and without contents: read it is not found', async () => {
  const steps = `      - uses: ${checkout}\n      - run: cat hello.txt && git rev-parse HEAD\n`
  const files = { 'hello.txt': 'hello from the commit\n' }
  const allowed = await aRun({ workflow: workflow(job('a', steps, '    permissions: { contents: read }\n')), files })
  expect(allowed.conclusion).toBe('success')
  expect(allowed.said).toContain('hello from the commit')
  const refused = await aRun({ workflow: workflow(job('a', steps)), files })
  expect(refused.conclusion).toBe('failure')
  expect(refused.jobs.a?.annotations[0]?.message).toContain('no "contents: read"')
})

test('after a failure later steps are skipped, those with always() run, and jobs that need it are skipped', async () => {
  const { conclusion, jobs, said } = await aRun({
    workflow: workflow(
      `${job('a', '      - run: exit 3\n      - run: echo never\n      - run: echo cleaned\n        if: always()\n')}${job('b', '      - run: echo b\n', '    needs: a\n')}${job('c', '      - run: echo c\n', '    needs: a\n    if: failure()\n')}`,
    ),
  })
  expect(conclusion).toBe('failure')
  expect(jobs.a?.steps.map((each) => each.outcome)).toEqual(['failure', 'skipped', 'success'])
  expect(jobs.b?.result).toBe('skipped')
  expect(jobs.c?.result).toBe('success')
  expect(said).toContain('cleaned')
  expect(said).toContain('error: Process completed with exit code 3.')
})

test.each([
  ['unnamed, the middle of a pipe may fail', '', 'success'],
  ['named bash, it may not', '        shell: bash\n', 'failure'],
])('the shell is GitHub’s: %s', async (_, shell, expected) => {
  const { conclusion } = await aRun({ workflow: workflow(job('a', `      - run: false | cat\n${shell}`)) })
  expect(conclusion).toBe(expected)
})

test('a step adds variables and directories for the steps after it', async () => {
  const { said } = await aRun({
    workflow: workflow(
      job(
        'a',
        '      - run: |\n          echo "A=one" >> "$GITHUB_ENV"\n          printf "B<<END\\ntwo\\nthree\\nEND\\n" >> "$GITHUB_ENV"\n          echo "$PWD/tools" >> "$GITHUB_PATH"\n          mkdir tools && printf "#!/bin/sh\\necho tool ran\\n" > tools/tool && chmod +x tools/tool\n      - run: |\n          echo "$A and $B"\n          tool\n',
      ),
    ),
  })
  expect(said).toEqual(expect.arrayContaining(['one and two', 'three', 'tool ran']))
})

test('files go to a later job as an artifact; hidden ones stay behind', async () => {
  const artifact = (verb: string) => `actions/${verb}-artifact@0000000000000000000000000000000000000000`
  const { said } = await aRun({
    workflow: workflow(
      job(
        'build',
        `      - run: mkdir -p out/assets && echo page > out/index.html && touch out/assets/a.js out/.secret\n      - uses: ${artifact('upload')}\n        with: { name: site, path: out, if-no-files-found: error }\n`,
      ) +
        job(
          'publish',
          `      - uses: ${artifact('download')}\n        with: { name: site, path: site }\n      - run: find . -type f | sort\n`,
          '    needs: build\n',
        ),
    ),
  })
  expect(said.filter((each) => each.startsWith('./'))).toEqual(['./site/assets/a.js', './site/index.html'])
})

test('an artifact that was never made is an error with its name', async () => {
  const { jobs } = await aRun({
    workflow: workflow(job('a', '      - uses: actions/download-artifact@v8\n        with: { name: nope }\n')),
  })
  expect(jobs.a?.annotations).toEqual([
    { level: 'error', message: 'Unable to download artifact(s): Artifact not found for name: nope' },
  ])
})

test('annotations and the summary are kept, and what is masked is not shown', async () => {
  const { jobs, said } = await aRun({
    workflow: workflow(
      job(
        'a',
        '      - run: |\n          echo "::error file=a.yml,line=3,col=5,title=some-code::it is%0Abroken"\n          echo "::add-mask::hunter2"\n          echo "the word is hunter2"\n          echo "# Done" >> "$GITHUB_STEP_SUMMARY"\n',
      ),
    ),
  })
  expect(jobs.a?.annotations).toEqual([
    { level: 'error', message: 'it is\nbroken', title: 'some-code', file: 'a.yml', line: 3, column: 5 },
  ])
  expect(jobs.a?.summary).toBe('# Done\n')
  expect(said).toContain('the word is ***')
})

test('neither credentials nor variables of another runner reach a step', async () => {
  const { said } = await aRun({
    workflow: workflow(
      job('a', '      - run: echo "<$AWS_ACCESS_KEY_ID$AWS_PROFILE$GITHUB_TOKEN$ACTIONS_RUNTIME_TOKEN> $OTHER"\n'),
    ),
    env: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_PROFILE: 'p', GITHUB_TOKEN: 't', ACTIONS_RUNTIME_TOKEN: 'r', OTHER: 'kept' },
  })
  expect(said).toContain('<> kept')
})

test.each([
  ['an event it does not name', 'on: pull_request', push, 'it does not start on push'],
  ['another branch', 'on: { push: { branches: [main] } }', push, 'branch production is not among its branches'],
  [
    'other paths',
    'on: { push: { paths: ["app/**"] } }',
    { ...push, changed: ['README.md'] },
    'no changed file is among its paths',
  ],
])('a workflow is not started by %s', async (_, head, event, reason) => {
  const { conclusion, said } = await aRun({ workflow: workflow(job('a', '      - run: echo\n'), head), event })
  expect(conclusion).toBe('skipped')
  expect(said).toEqual([`not started: ${reason}`])
})

test('a pull request from a fork gets no identity, and its token only reads', async () => {
  const asks = workflow(
    job('a', '      - run: echo "asks at <$ACTIONS_ID_TOKEN_REQUEST_URL>"\n', '    permissions: { id-token: write }\n'),
    'on: pull_request',
  )
  const own = await aRun({ workflow: asks, event: pullRequest() })
  expect(own.said.some((each) => /^asks at <http/.test(each))).toBe(true)
  const fork = await aRun({ workflow: asks, event: pullRequest('someone/cruddur') })
  expect(fork.said).toContain('asks at <>')
})

test.each([
  ['an unknown action', job('a', '      - uses: acme/unknown@v1\n'), 'does not know the action "acme/unknown"'],
  [
    'a key it would ignore',
    job('a', '      - run: echo\n', '    strategy: { matrix: { a: [1] } }\n'),
    'does not run "strategy" of a job',
  ],
  [
    'an unknown function',
    job('a', "      - run: echo\n        if: hashFiles('x') == ''\n"),
    'does not evaluate the function "hashFiles"',
  ],
  ['an unknown context', job('a', '      - run: echo ${{ vars.x }}\n'), 'does not evaluate the context "vars"'],
  ['an unknown shell', job('a', '      - run: echo\n        shell: pwsh\n'), 'has no shell "pwsh"'],
  [
    'jobs that wait for each other',
    job('a', '      - run: echo\n', '    needs: b\n') + job('b', '      - run: echo\n', '    needs: a\n'),
    '"a", "b" wait for each other',
  ],
])('%s is refused with a fix, not guessed', async (_, jobs, expected) => {
  const run = aRun({ workflow: workflow(jobs) })
  await expect(run).rejects.toThrow(expected)
  await expect(run).rejects.toThrow(/\n {2}fix: ./)
})

// A process that has ended and that nobody has asked about yet has an empty command line.
const isAlive = (pid: number): boolean => {
  try {
    return process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '' : process.kill(pid, 0)
  } catch {
    return false
  }
}

test('when the run is cancelled its processes end and the rest is skipped', async () => {
  const stop = new AbortController()
  let child = 0
  const { conclusion, jobs } = await aRun({
    workflow: workflow(
      job(
        'a',
        '      - run: |\n          sleep 600 &\n          echo "pid $!"\n          wait\n      - run: echo never\n',
      ),
    ),
    signal: stop.signal,
    onSay: (says) => {
      const found = /^pid (\d+)$/.exec(says)
      if (!found) return
      child = Number(found[1])
      stop.abort()
    },
  })
  expect(conclusion).toBe('cancelled')
  expect(jobs.a?.steps.map((each) => each.outcome)).toEqual(['cancelled', 'skipped'])
  await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 10_000 })
})

test('a job that takes longer than its minutes is cancelled', async () => {
  const clock = fakeClock()
  const { conclusion, said } = await aRun({
    workflow: workflow(job('a', '      - run: echo begun && sleep 600\n', '    timeout-minutes: 3\n')),
    clock,
    onSay: (says) => {
      if (says === 'begun') void clock.advance(3 * 60_000)
    },
  })
  expect(conclusion).toBe('cancelled')
  expect(said).toContain('error: the job exceeded 3 minutes')
})
