import { execFile, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../contract.ts'
import { type Api, startApi } from '../setup/api.ts'

// A Python program: "pip install schemathesis". https://schemathesis.readthedocs.io
const program = process.env.SCHEMATHESIS ?? 'schemathesis'
const isHere = spawnSync(program, ['--version']).status === 0

let api: Api
beforeAll(async () => {
  if (!isHere)
    console.warn(`the API is not tried with random requests: "${program}" is not here; pip install schemathesis`)
  const avatars = {
    ticket: async () => ({ url: 'https://uploads.example/', fields: {}, expiresAt: new Date().toISOString() }),
  }
  api = await startApi({ avatars })
})
afterAll(() => api.close())

// Not that whatever fits the document is taken: that a "next" is of another page, or a code of another mail, it cannot say.
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
  'use_after_free',
  'ensure_resource_availability',
]

test.skipIf(!isHere)(
  'whatever is sent, what is answered is what the document promises',
  { timeout: 400_000 },
  async () => {
    const { token } = await api.someone()
    const run = promisify(execFile)(
      program,
      [
        ...[
          'run',
          api.url + routes.openapi,
          '--header',
          `Authorization: Bearer ${token}`,
          '--exclude-path',
          routes.events,
        ],
        ...['--checks', checks.join(','), '--phases', 'coverage,fuzzing,stateful', '--max-examples', '8', '--no-color'],
        ...['--suppress-health-check', 'all', '--generation-deterministic', '--request-timeout', '60'],
      ],
      { cwd: tmpdir(), maxBuffer: 16 * 1024 * 1024 },
    )
    const output = await run.then(
      () => '',
      (error: { stdout?: string; message: string }) => error.stdout || error.message,
    )
    expect(output.match(/^- ST.*|^\[\d{3}\].*|^ {4}(?:`|curl).*/gm) ?? output).toEqual('')
  },
)
