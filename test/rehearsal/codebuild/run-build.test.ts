import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Build, BuildRequest } from '../../../rehearsal/codebuild/build.ts'
import { codebuild } from '../../../rehearsal/codebuild/codebuild.ts'
import { unzip, zip } from '../../../rehearsal/codebuild/zip.ts'
import { testWorld } from './test-world.ts'

const file = (text: string, mode = 0o100644) => ({ data: Buffer.from(text), mode })

interface Ran {
  readonly build: Build
  readonly lines: readonly string[]
  readonly phases: Readonly<Record<string, string | undefined>>
  readonly files: (name?: string) => Readonly<Record<string, string>>
}

const run = async (
  buildspec: string,
  files: Record<string, string> = {},
  more: Partial<BuildRequest> & { project?: never; settings?: Record<string, unknown> } = {},
): Promise<Ran> => {
  const world = await testWorld()
  const lines: string[] = []
  const { api } = codebuild(world, {
    s3: { get: async () => undefined, put: async () => {} },
    logs: { write: (_group, _stream, line) => void lines.push(line) },
    ssm: { get: async (name) => ({ '/db/url': 'postgres://secret-url' })[name] },
    secrets: { get: async (id) => ({ token: '{"npm":"hush-hush"}' })[id] },
  })
  const entries = Object.entries(files).map(([path, text]) => [
    path,
    file(text, path.endsWith('.sh') ? 0o100755 : 0o100644),
  ])
  const source = await zip(Object.fromEntries(entries))
  const { settings, ...request } = more
  const { finished } = api.start({
    project: api.inlineProject('web', settings ?? {}),
    sources: [{ kind: 'zip', name: 'Source', bytes: source }],
    buildspec,
    artifactsTo: 'caller',
    ...request,
  })
  const build = await finished
  return {
    build,
    lines,
    phases: Object.fromEntries(build.phases.map((phase) => [phase.phaseType, phase.phaseStatus])),
    files: (name = '') => {
      const found = Object.entries(unzip(Buffer.from(build.artifacts[name] as Uint8Array)))
      return Object.fromEntries(found.map(([path, { data }]) => [path, Buffer.from(data).toString()]))
    },
  }
}

const spec = (phases: Record<string, string[]>, rest = '') =>
  [
    'version: 0.2',
    rest,
    'phases:',
    ...Object.entries(phases).flatMap(([name, commands]) => [
      `  ${name}:`,
      '    commands:',
      ...commands.map((command) => `      - ${JSON.stringify(command)}`),
    ]),
  ].join('\n')

const output = (ran: Ran) => ran.lines.filter((line) => !line.startsWith('[Container]'))

describe('a build', () => {
  const carried: [string, string[], string[]][] = [
    ['the working directory', ['mkdir -p a/b', 'cd a/b', 'basename "$PWD"'], ['b']],
    ['an exported variable', ["export TAG='one two'", 'sh -c "echo \\"$TAG\\""'], ['one two']],
    ['an unexported variable', ['TAG=$(echo v1)', 'echo "$TAG"; sh -c "echo [$TAG]"'], ['v1', '[v1]']],
    ['a value with newlines and quotes', ["T='a\nb\"c'\"'\"'d'", 'printf "%s\\n" "$T"'], ['a', 'b"c\'d']],
    ['a variable that was unset', ['export A=1', 'unset A', 'echo "[${A-none}]"'], ['[none]']],
    ['a variable over `exit 0`', ['A=1; exit 0', 'echo $A'], ['1']],
    ['no `set -e`', ['set -e', 'false; echo still here'], ['still here']],
    ['a literal dollar', ["export P='$HOME'", 'echo "$P"'], ['$HOME']],
  ]
  for (const shell of ['sh', 'bash']) {
    it.each(carried)(`carries %s to the next command in ${shell}`, async (_, commands, expected) => {
      const ran = await run(spec({ build: commands }, `env: { shell: ${shell} }`))
      expect(output(ran)).toEqual(expected)
      expect(ran.build.status).toBe('SUCCEEDED')
    })
  }

  it('ends a phase at the first failing command and still runs post_build with CODEBUILD_BUILD_SUCCEEDING=0', async () => {
    const ran = await run(
      spec({ build: ['exit 3', 'echo never'], post_build: ['echo succeeding=$CODEBUILD_BUILD_SUCCEEDING'] }),
    )
    expect(output(ran)).toEqual(['succeeding=0'])
    expect(ran.build.status).toBe('FAILED')
    expect(ran.phases).toMatchObject({ BUILD: 'FAILED', POST_BUILD: 'SUCCEEDED', UPLOAD_ARTIFACTS: 'SUCCEEDED' })
    expect(ran.build.phases.find((one) => one.phaseType === 'BUILD')?.contexts).toEqual([
      {
        statusCode: 'COMMAND_EXECUTION_ERROR',
        message: 'Error while executing command: exit 3. Reason: exit status 3',
      },
    ])
  })

  it('skips the later phases after a failed pre_build', async () => {
    const ran = await run(spec({ pre_build: ['false'], build: ['echo never'], post_build: ['echo never'] }))
    expect(output(ran)).toEqual([])
    expect(Object.keys(ran.phases)).not.toContain('BUILD')
    expect(ran.build.status).toBe('FAILED')
  })

  it('runs finally after a failure, and fails when only finally fails', async () => {
    const text = (commands: string, last: string) =>
      `version: 0.2\nphases:\n  build:\n    commands: [${commands}]\n    finally: [${last}]\n`
    const first = await run(text('"false"', 'echo cleaned'))
    expect([output(first), first.build.status]).toEqual([['cleaned'], 'FAILED'])
    const second = await run(text('"true"', '"false"'))
    expect(second.build.status).toBe('FAILED')
  })

  it('does what on-failure says', async () => {
    const text = (rule: string, command: string) =>
      `version: 0.2\nphases:\n  build:\n    on-failure: ${rule}\n    commands: ['${command}']\n  post_build:\n    commands: [echo after]\n`
    expect(output(await run(text('ABORT', 'false')))).toEqual([])
    expect(output(await run(text('CONTINUE', 'false')))).toEqual(['after'])
    const retried = await run(text('RETRY-2', 'echo x >> n; test $(wc -l < n) -ge 3'))
    expect([retried.build.status, output(retried)]).toEqual(['SUCCEEDED', ['after']])
    expect((await run(text('RETRY-2-timeout', 'echo x >> n; test $(wc -l < n) -ge 3'))).build.status).toBe('FAILED')
  })

  it('runs a multi-line block as one script whose last status counts', async () => {
    const ran = await run(
      'version: 0.2\nphases:\n  build:\n    commands:\n      - |\n        false\n        echo went on\n',
    )
    expect([output(ran), ran.build.status]).toEqual([['went on'], 'SUCCEEDED'])
  })

  it('lets the start of the build win over the project, and the project over the buildspec', async () => {
    const env = 'env: { variables: { A: spec, B: spec, C: spec } }'
    const variables = [{ name: 'C', value: 'start' }]
    const settings = {
      environment: {
        environmentVariables: [
          { name: 'B', value: 'project' },
          { name: 'C', value: 'project' },
        ],
      },
    }
    expect(output(await run(spec({ build: ['echo $A $B $C'] }, env), {}, { variables, settings }))).toEqual([
      'spec project start',
    ])
  })

  it('reads parameters and secrets and masks their values in the log', async () => {
    const env =
      'env:\n  parameter-store: { URL: /db/url }\n  secrets-manager: { TOKEN: "token:npm" }\n  exported-variables: [URL, OPEN]'
    const ran = await run(spec({ build: ['echo "url $URL token $TOKEN"', 'OPEN=yes'] }, env))
    expect(output(ran)).toEqual(['url *** token ***'])
    expect(ran.build.exported).toEqual([{ name: 'OPEN', value: 'yes' }])
  })

  it('fails DOWNLOAD_SOURCE when a parameter does not exist', async () => {
    const ran = await run(spec({ build: ['echo never'] }, 'env: { parameter-store: { URL: /nope } }'))
    expect(ran.build.phases.find((one) => one.phaseStatus === 'FAILED')).toMatchObject({
      phaseType: 'DOWNLOAD_SOURCE',
      contexts: [{ statusCode: 'Decrypted Variables Error Message', message: 'parameter does not exist: /nope' }],
    })
  })

  it('fails DOWNLOAD_SOURCE with YAML_FILE_ERROR for a command that is a mapping', async () => {
    const ran = await run('version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b\n')
    expect(ran.build.phases.at(-3)?.contexts[0]).toMatchObject({
      statusCode: 'YAML_FILE_ERROR',
      message: expect.stringContaining('Expected Commands[0] to be of string type: found subkeys instead at line 5'),
    })
  })

  it('zips the artifacts that the globs name, and secondary ones by their name', async () => {
    const text = `${spec({ build: ['mkdir -p out/a && echo 1 > out/a/x.js && echo 2 > out/y.map && echo 3 > out/.z'] })}
artifacts:
  files: ['**/*']
  base-directory: out
  exclude-paths: ['**/*.map']
  secondary-artifacts:
    flat: { files: ['out/**/*.js'], discard-paths: yes }
`
    const ran = await run(text)
    expect(ran.files()).toEqual({ 'a/x.js': '1\n', '.z': '3\n' })
    expect(ran.files('flat')).toEqual({ 'x.js': '1\n' })
  })

  it('fails UPLOAD_ARTIFACTS when nothing matches', async () => {
    const ran = await run(`${spec({ build: ['true'] })}\nartifacts: { files: [imagedefinitions.json] }\n`)
    expect(ran.phases.UPLOAD_ARTIFACTS).toBe('FAILED')
    expect(ran.build.status).toBe('FAILED')
  })

  it('counts the tests of a JUnit report', async () => {
    const xml =
      '<testsuites><testsuite><testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><skipped/></testcase></testsuite></testsuites>'
    const ran = await run(`${spec({ build: ['true'] })}\nreports: { unit: { files: ['*.xml'] } }\n`, {
      'junit.xml': xml,
    })
    expect(ran.build.reports).toMatchObject([
      { group: 'unit', total: 3, passed: 1, failed: 1, skipped: 1, failures: ['b'] },
    ])
  })

  it('keeps the executable bit of sources and sets the CODEBUILD_ variables', async () => {
    const ran = await run(
      spec({ build: ['./go.sh'] }),
      { 'go.sh': '#!/bin/sh\necho "$CODEBUILD_BUILD_ID $CODEBUILD_INITIATOR"\n' },
      { initiator: 'codepipeline/web' },
    )
    expect(output(ran)).toEqual([`${ran.build.id} codepipeline/web`])
  })

  it('ends a build that takes longer than its timeout, with everything it started', async () => {
    const ran = await run(
      spec({ build: ['sleep 61 & echo $! ; sleep 62'] }),
      {},
      { settings: { timeoutInMinutes: 0.005 } },
    )
    expect(ran.build.status).toBe('TIMED_OUT')
    expect(existsSync(`/proc/${output(ran)[0]}/cwd`)).toBe(false)
  })
})
