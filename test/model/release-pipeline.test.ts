import { expect, test } from 'vitest'
import {
  delivery,
  environment,
  Fault,
  github,
  image,
  infrastructurePipeline,
  job,
  onPullRequest,
  type ReleasePipeline,
  releasePipeline,
  role,
  script,
  service,
  smoke,
  workflow,
} from '#model'
import { takenRoles } from '#model/subject.ts'

const staging = environment('staging', { account: '222222222222', region: 'eu-west-1' })
const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const api = service('api', { image: image('api'), port: 3000, health: '/health' })
const other = service('other', { image: image('other'), port: 3000, health: '/health' })
const repo = github('acme/app')

type Given = Parameters<typeof delivery>[0]

const codesOf = (given: Partial<Given>): readonly string[] => {
  try {
    delivery({ name: 'acme', repo, environments: [production], services: [api], ...given })
    return []
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return error.findings.map(({ code }) => code)
  }
}
const pipelines = (...given: readonly ReleasePipeline[]): Partial<Given> => ({ pipelines: given })

test.each<[string, Partial<Given>, readonly string[]]>([
  ['a pipeline that is none', { pipelines: [{} as never] }, ['pipeline-malformed']],
  ['a name that is none', pipelines(releasePipeline('R 1'), releasePipeline('x'.repeat(21))), []],
  ['a name that is taken', pipelines(releasePipeline('infrastructure')), ['name-taken']],
  ['a service of nobody', pipelines(releasePipeline('release', { services: [api, other] })), ['service-not-delivered']],
  [
    'a service that nothing releases',
    { services: [api, other], pipelines: [releasePipeline('release', { services: [api] })] },
    ['service-not-released'],
  ],
  ['a service with two pipelines', pipelines(releasePipeline('a'), releasePipeline('b')), ['service-released-twice']],
  [
    'an environment of nobody',
    pipelines(releasePipeline('release'), releasePipeline('b', { environments: [staging] })),
    ['environment-not-delivered'],
  ],
  [
    'an environment that promotes to itself',
    pipelines(releasePipeline('release', { promotes: production })),
    ['promotes-itself'],
  ],
  [
    'a rollback in PARALLEL',
    pipelines(releasePipeline('release', { rollback: true, mode: 'parallel' })),
    ['rollback-in-parallel'],
  ],
  [
    'a path that is none',
    pipelines(releasePipeline('r', { smoke: smoke({ path: 'health' }) })),
    ['smoke-path-malformed'],
  ],
  [
    'a smoke check of what nobody outside reaches',
    {
      environments: [environment('x', { account: '111111111111', region: 'eu-west-1', loadBalancer: 'internal' })],
      pipelines: [releasePipeline('r', { smoke: smoke() })],
    },
    ['smoke-unreachable'],
  ],
  ['no patterns', pipelines(releasePipeline('r', { paths: {} })), ['paths-malformed']],
  [
    'a variable without a default',
    pipelines(releasePipeline('r', { variables: { A: { default: '' } } })),
    ['pipeline-variable-malformed'],
  ],
  ['a notification to nobody', pipelines(releasePipeline('r', { notify: {} })), ['notify-nobody']],
  ['an address that is none', pipelines(releasePipeline('r', { notify: { email: ['x'] } })), ['email-malformed']],
  [
    'a channel by its name',
    pipelines(releasePipeline('r', { notify: { slack: { workspace: 'acme', channel: '#team' } } })),
    ['slack-malformed'],
  ],
  [
    'a role by its ARN',
    { infrastructure: infrastructurePipeline({ role: 'arn:aws:iam::1:role/x' }) },
    ['role-name-malformed'],
  ],
  ['a workflow of nobody', { workflows: ['deploy' as never] }, ['workflow-unknown']],
  ['a boundary that is none', { permissionsBoundary: 'a b' }, ['boundary-malformed']],
])('%s is a problem', (_, given, codes) => {
  if (codes.length > 0) expect(codesOf(given)).toEqual(codes)
  else expect(codesOf(given)).toContain('name-malformed')
})

test('what is chosen well is no problem', () => {
  const release = releasePipeline('release', { approve: true, smoke: smoke(), rollback: true, paths: 'services' })
  const chosen = { pipelines: [release], workflows: ['ci', 'drift', 'release'], permissionsBoundary: 'team' } as const
  expect(codesOf({ ...chosen, infrastructure: infrastructurePipeline({ role: 'deployer' }) })).toEqual([])
})

test('a role that writes cannot be taken from a pull request', () => {
  const concurrency = { group: 'x', cancelInProgress: false }
  const deploying = job('deploy', {
    on: [onPullRequest(repo)],
    role: role('deploy', production),
    steps: [script('Deploy', { run: 'true', grants: [{ may: 'start-service', to: api }] })],
  })
  expect(() => takenRoles(repo, [workflow('x', { title: 'X', jobs: [deploying], concurrency })])).toThrow(
    /takes role deploy of production on pull requests, and that role may start-service/,
  )
})
