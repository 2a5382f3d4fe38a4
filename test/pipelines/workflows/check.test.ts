import { expect, test } from 'vitest'
import { preview } from '#actions/preview/action.ts'
import { printFinding } from '#model'
import { checkWorkflow } from '#pipelines/workflows/check.ts'
import { printWorkflow } from '#pipelines/workflows/print.ts'
import { workflowsOf } from '#pipelines/workflows/workflows.ts'
import { aDelivery } from './a-delivery.ts'

const path = '.github/workflows/x.yml'
const pin = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd'
const login = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c'

const findingsOf = async (jobs: string, head = 'on: { push: { branches: [main] } }') =>
  (await checkWorkflow({ path, text: `${head}\njobs:\n${jobs}` }, [preview])).map((each) => printFinding(each))

test('the printed workflows have no finding', async () => {
  for (const each of workflowsOf(aDelivery()))
    expect(await checkWorkflow(printWorkflow(aDelivery(), each), [preview])).toEqual([])
})

const job = (steps: string, more = '') => `  a:\n    runs-on: ubuntu-24.04\n${more}    steps:\n${steps}`

test.each([
  [
    'a step output of a step that does not exist',
    job("      - run: echo\n        id: tag\n      - run: echo\n        if: steps.tagg.outputs.x == 'y'\n"),
    `${path}:9:13: job "a" has no earlier step with id "tagg" [step-unresolved]\n  fix: did you mean "tag"?`,
  ],
  [
    'a step output that its script never writes',
    job(
      '      - run: echo\n        id: tag\n      - run: echo "$A"\n        env: { A: "${{ steps.tag.outputs.x }}" }\n',
    ),
    `${path}:9:24: the script of step "tag" never writes output "x" [output-unresolved]\n  fix: add: echo "x=…" >> "$GITHUB_OUTPUT"`,
  ],
  [
    'a job that reads another it does not need',
    `${job('      - run: echo\n')}  b:\n    runs-on: ubuntu-24.04\n    if: needs.a.result == 'success'\n    steps:\n      - run: echo\n`,
    `${path}:9:9: job "b" reads job "a", which it does not need [needs-unresolved]\n  fix: add "a" to its needs`,
  ],
  [
    'an output that a job does not have',
    `${job('      - run: echo\n', '    outputs: { tag: "1" }\n')}  b:\n    runs-on: ubuntu-24.04\n    needs: a\n    steps:\n      - run: echo "$A"\n        env: { A: "${'${{ needs.a.outputs.tags }}'}" }\n`,
    `${path}:13:24: job "a" has no output "tags" [output-unresolved]\n  fix: did you mean "tag"?`,
  ],
  [
    'a role taken without id-token',
    job(
      `      - uses: ${login}\n        with: { role-to-assume: x, aws-region: y }\n`,
      '    permissions: { contents: read }\n',
    ),
    `${path}:7:15: job "a" takes a role and may not ask for a token [id-token-missing]\n  fix: add "id-token: write" to the permissions of job "a"`,
  ],
  [
    'id-token without a role taken',
    job('      - run: echo\n', '    permissions: { id-token: write }\n'),
    `${path}:3:3: job "a" may ask for a token and takes no role [id-token-unused]\n  fix: remove "id-token: write" from the permissions of job "a"`,
  ],
  [
    'a text of a stranger inside a script',
    job('      - run: |\n          echo one\n          echo ${{ github.event.head_commit.message }}\n'),
    `${path}:8:16: "github.event.head_commit.message" is written by whoever opens a pull request or an issue, and runs here as code [script-injection]\n  fix: hand it over as text: env: { VALUE: "\${{ github.event.head_commit.message }}" }, and "$VALUE" in the script`,
  ],
  [
    'an action at a tag',
    job('      - uses: actions/checkout@v6\n'),
    `${path}:6:15: "actions/checkout@v6" can be moved to other code by whoever owns it [action-not-pinned]\n  fix: write the commit: actions/checkout@<40 characters> # v6`,
  ],
  [
    'a shell that GitHub does not know',
    job('      - run: echo\n        shell: bahs\n'),
    `${path}:7:16: GitHub knows no shell "bahs" [shell-unknown]\n  fix: did you mean "bash"?; or a command with {0} where the script's file goes`,
  ],
  [
    'an input that our action does not have',
    job('      - uses: ./actions/preview\n        with: { environment: x, tokn: y }\n'),
    `${path}:7:39: action "preview" has no input "tokn" [input-unknown]\n  fix: use one of "environment", "manifest", "github-token"`,
  ],
  [
    'an input that our action must have',
    job('      - uses: ./actions/preview\n'),
    `${path}:6:15: action "preview" is not given its input "environment" [input-missing]\n  fix: add under with: environment: …`,
  ],
  [
    'a key that GitHub does not know',
    job(`      - uses: ${pin}\n`, '    time-out: 3\n'),
    `${path}:5:5: unexpected value 'time-out' [workflow-malformed]\n  fix: remove or rename "time-out"; https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax lists what may stand here`,
  ],
])('%s is found', async (_, jobs, expected) => {
  expect(await findingsOf(jobs)).toEqual([expected])
})

test.each([
  [
    'permissions that an alias repeats',
    `${job('      - run: echo\n        id: one\n', '    env: &shared { A: b }\n')}  b:
    runs-on: ubuntu-24.04
    permissions: &may { id-token: write }
    steps: [{ uses: ${login}, with: { role-to-assume: x, aws-region: y } }]
  c:
    runs-on: ubuntu-24.04
    permissions: *may
    env: *shared
    steps: [{ uses: ${login}, with: { role-to-assume: x, aws-region: y } }]
`,
  ],
  [
    'a token for an action of the repository, which may take a role',
    job('      - uses: ./.github/actions/login\n', '    permissions: { id-token: write }\n'),
  ],
])('%s: nothing is found', async (_, jobs) => {
  expect(await findingsOf(jobs)).toEqual([])
})

test('a step that is read by its index is looked for', async () => {
  const jobs = job(`      - run: echo\n        if: steps['tag'].outcome == 'failure'\n`)
  expect(await findingsOf(jobs)).toEqual([
    `${path}:7:13: job "a" has no earlier step with id "tag" [step-unresolved]\n  fix: there is none to use`,
  ])
})

test('a role taken on pull requests without keeping forks out is found', async () => {
  const jobs = job(
    `      - uses: ${login}\n        with: { role-to-assume: x, aws-region: y }\n`,
    '    permissions: { id-token: write }\n',
  )
  expect(await findingsOf(jobs, 'on: pull_request')).toEqual([
    `${path}:7:15: job "a" takes a role on pull requests, and fails on those from forks [role-on-fork]\n  fix: give job "a" if: github.event.pull_request.head.repo.full_name == github.repository`,
  ])
})
