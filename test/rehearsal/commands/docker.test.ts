import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ecr } from '../../../rehearsal/ecr/ecr.ts'
import { createServer } from '../../../rehearsal/server/create-server.ts'
import { type TestWorld, testWorld } from '../codebuild/test-world.ts'
import { bundledCommands } from './bundled-commands.ts'

let commands: Awaited<ReturnType<typeof bundledCommands>>
beforeAll(async () => {
  commands = await bundledCommands()
})
afterAll(() => commands.remove())

interface Result {
  readonly status: number
  readonly out: string
  readonly err: string
}

interface Bench {
  readonly world: TestWorld
  readonly source: string
  readonly api: ReturnType<typeof ecr>['api']
  readonly sh: (command: string, env?: Record<string, string>) => Promise<Result>
}

const bench = async (files: Record<string, string>): Promise<Bench> => {
  const world = await testWorld()
  const { service, api } = ecr(world)
  const server = await createServer({
    world,
    services: [service],
    port: 0,
    routes: [{ prefix: '/v2/', handle: api.handle }],
    rest: {},
    principal: () => `arn:aws:iam::${world.account}:root`,
  })
  world.signal.addEventListener('abort', () => void server.stop())
  world.endpointUrl = server.endpoint
  const source = join(world.home, 'source')
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), text)
  }
  const base = {
    PATH: `${commands.directory}:${process.env.PATH}`,
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: world.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    LAUNCHWAY_IMAGE_STORE: join(world.home, 'images'),
    HOME: world.home,
  }
  return {
    world,
    source,
    api,
    sh: (command, env = {}) =>
      new Promise((resolve) => {
        execFile('sh', ['-c', command], { cwd: source, env: { ...base, ...env } }, (error, out, err) => {
          resolve({ status: Number(error?.code ?? 0), out: out.trim(), err: err.trim() })
        })
      }),
  }
}

const app = {
  'package.json': '{"name":"app","version":"1.2.3","type":"module"}',
  'src/server.js':
    "import { hello } from './hello.js'\nconsole.log(hello(process.env.WHO), process.env.MODE, process.env.LEAK ?? 'no leak')\n",
  'src/hello.js': 'export const hello = (who) => `hello ${who}`\n',
  'secret.txt': 'do not ship',
  '.dockerignore': '*.txt\n**/*.log\n!keep.log\n',
  Dockerfile: `# syntax=docker/dockerfile:1
ARG NODE=22
FROM node:\${NODE}-slim AS deps
WORKDIR /app
COPY package*.json ./
RUN mkdir -p node_modules/left && echo "one" > node_modules/left/index.js

FROM deps AS build
ARG VERSION=dev
COPY . .
RUN mkdir dist \\
 && cp src/*.js /app/dist/ \\
 && echo "$VERSION" > dist/version

FROM node:\${NODE}-slim
ENV MODE=production
WORKDIR /app
LABEL org.example="a b"
COPY --from=deps --chown=node:node /app/node_modules ./node_modules
COPY --from=build /app/dist /app/dist
COPY package.json .
USER node
EXPOSE 8080
HEALTHCHECK --interval=5s --retries=2 CMD ["node", "/app/dist/health.js"]
CMD ["node", "dist/server.js"]
`,
}

const registry = '111111111111.dkr.ecr.eu-west-1.amazonaws.com'

describe('docker build', () => {
  it('builds a multi-stage Dockerfile whose image runs with only its own environment', async () => {
    const { sh } = await bench(app)
    const built = await sh('docker build -t app:1 --build-arg VERSION=v9 .')
    expect(built.err).toContain('stands in for it')
    expect(built.status).toBe(0)
    const ran = await sh('docker run --rm -e WHO=world app:1', { LEAK: 'leaked' })
    expect(ran).toMatchObject({ status: 0, out: 'hello world production no leak' })
    const files = await sh('docker run --rm app:1 sh -c "cat dist/version; find /app -type f | wc -l; ls -a"')
    expect(files.out.split('\n').map((line) => line.trim())).toEqual([
      'v9',
      '5',
      '.',
      '..',
      'dist',
      'node_modules',
      'package.json',
    ])
  })

  it('takes unchanged steps from the cache and repeats only what a change reaches', async () => {
    const { sh, source } = await bench(app)
    await sh('docker build -t app:1 .')
    const again = await sh('docker build -t app:2 .')
    expect(again.err).not.toContain('DONE')
    await writeFile(join(source, 'src/hello.js'), 'export const hello = (who) => `bye ${who}`\n')
    const changed = await sh('docker build -t app:3 .')
    expect(changed.err).toMatch(/\[deps\] RUN[^\n]*\n#\d+ CACHED/)
    expect(changed.err).toMatch(/\[build\] COPY \. \.\n#\d+ DONE/)
    expect((await sh('docker run app:3', { WHO: 'x' })).out).toContain('bye undefined')
  })

  it('leaves out what .dockerignore names', async () => {
    const { sh } = await bench({
      ...app,
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["ls"]',
      'a.log': '',
      'keep.log': '',
    })
    await sh('docker build -t app .')
    expect((await sh('docker run app')).out.split('\n')).toEqual(['Dockerfile', 'keep.log', 'package.json', 'src'])
  })

  it('keeps a file that a later step removes out of the image', async () => {
    const { sh } = await bench({
      Dockerfile: 'FROM node:22\nWORKDIR /a\nRUN echo 1 > keep; echo 2 > drop\nRUN rm drop\nCMD ["ls", "/a"]',
    })
    await sh('docker build -t app .')
    expect((await sh('docker run app')).out).toBe('keep')
  })

  it('never lets a RUN reach outside of its root file system', async () => {
    const { sh } = await bench({
      Dockerfile:
        'FROM node:22\nARG KEPT=/opt/launchway-test\nRUN mkdir -p $KEPT "${KEPT}"/a && mkdir -p /opt/x && echo here > /opt/x/y && rm -rf /usr/local/bin/npm && chown -R node:node /opt\nCMD ["cat", "/opt/x/y"]',
    })
    const built = await sh('docker build -t app .')
    expect(built).toMatchObject({ status: 0 })
    expect((await sh('docker run app')).out).toBe('here')
    expect(['/opt/x', '/opt/launchway-test'].filter((path) => existsSync(path))).toEqual([])
    expect((await sh('npm --version')).status).toBe(0)
  })

  it('starts every build from the same files, whatever an earlier one wrote into them', async () => {
    const Dockerfile =
      'FROM node:22 AS a\nWORKDIR /a\nRUN echo 1 > f\nFROM a AS b\nARG X\nRUN echo $X >> f\nFROM node:22\nCOPY --from=a /a/f /a/\nCOPY --from=b /a/f /b/\nCMD ["cat", "/a/f", "/b/f"]'
    const { sh } = await bench({ Dockerfile })
    for (const x of ['2', '3', '4']) {
      await sh(`docker build --build-arg X=${x} -t app .`)
      expect((await sh('docker run app')).out.split('\n')).toEqual(['1', '1', x])
    }
  })

  const refused: [string, string, string][] = [
    [
      'a base image it cannot stand in for',
      'FROM python:3.12',
      'Dockerfile:1: FROM python:3.12: the local build starts from node, nginx, scratch',
    ],
    [
      'apt-get',
      'FROM node:22\nRUN apt-get update && apt-get install -y git',
      'Dockerfile:2: RUN apt-get: the local build runs on this machine',
    ],
    ['a missing source', 'FROM node:22\nCOPY nothing /app/', '"/nothing": not found'],
    [
      'a failing command',
      'FROM node:22\nRUN exit 7',
      'process "/bin/sh -c exit 7" did not complete successfully: exit code: 7',
    ],
    ['an unknown stage', 'FROM node:22\nCOPY --from=build /a /b', 'there is no earlier stage of that name'],
  ]
  it.each(refused)('refuses %s with the line', async (_, Dockerfile, message) => {
    const { sh } = await bench({ Dockerfile })
    const { status, err } = await sh('docker build .')
    expect(status).toBe(1)
    expect(err).toContain(message)
  })

  it('writes the image id, the metadata and, with -q, only the id', async () => {
    const { sh, source } = await bench({ Dockerfile: 'FROM scratch\nLABEL a=b' })
    const { out, err } = await sh(
      'docker buildx build -q --iidfile id --metadata-file meta.json --provenance=false -t a -t b:2 .',
    )
    expect([out, err]).toEqual([await readFile(join(source, 'id'), 'utf8'), ''])
    expect(JSON.parse(await readFile(join(source, 'meta.json'), 'utf8'))['containerimage.config.digest']).toBe(out)
    expect(
      (await sh("docker inspect --format '{{.Id}} {{index .RepoTags 0}} {{json .Config.Labels}}' b:2")).out,
    ).toMatch(new RegExp(`^${out} \\S+ {"a":"b"}$`))
  })

  it('gives a RUN its cache and bind mounts and leaves them out of the image', async () => {
    const Dockerfile = `FROM node:22
WORKDIR /app
RUN --mount=type=cache,target=/root/.cache --mount=type=bind,source=in.txt,target=in.txt \\
  cat in.txt > out.txt; echo x >> /root/.cache/count; wc -l < /root/.cache/count > n
CMD ["sh", "-c", "cat out.txt n; ls /root/.cache in.txt"]`
    const { sh } = await bench({ Dockerfile, 'in.txt': 'bound\n' })
    await sh('docker build -t app .')
    await sh('docker build --no-cache -t app .')
    expect((await sh('docker run app')).out.split('\n').map((one) => one.trim())).toEqual(['bound', '2'])
  })
})

const login = `aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${registry}`
const create = (repositoryName: string, more = {}) => JSON.stringify({ repositoryName, ...more })

const createRepository = async ({ world }: Bench, body: string) => {
  const response = await fetch(world.endpointUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.CreateRepository',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/ecr/aws4_request, SignedHeaders=host, Signature=x',
    },
    body,
  })
  expect(response.status).toBe(200)
}

describe('docker push', () => {
  it('pushes to the local ECR, from where the image is pulled and run by tag and by digest', async () => {
    const one = await bench(app)
    await createRepository(one, create('team/web'))
    const name = `${registry}/team/web`
    expect((await one.sh(login)).out).toBe('Login Succeeded')
    await one.sh(`docker build -t ${name}:v1 .`)
    const pushed = await one.sh(`docker push ${name}:v1`)
    expect(pushed.err).toBe('')
    const digest = /digest: (sha256:\w+)/.exec(pushed.out)?.[1]
    expect((await one.sh(`docker inspect --format '{{index .RepoDigests 0}}' ${name}:v1`)).out).toBe(
      `${name}@${digest}`,
    )
    expect(one.api.resolve(`${name}:v1`)).toBe(digest)
    const pulled = await one.api.pull(`${name}@${digest}`)
    expect(pulled.config.config).toMatchObject({
      Cmd: ['node', 'dist/server.js'],
      WorkingDir: '/app',
      User: 'node',
      Env: [expect.stringMatching(/^NODE_VERSION=/), 'MODE=production'],
      Healthcheck: { Test: ['CMD', 'node', '/app/dist/health.js'], Interval: 5e9, Retries: 2 },
    })
    expect(await readFile(join(pulled.rootfs, 'app/node_modules/left/index.js'), 'utf8')).toBe('one\n')
    const elsewhere = { LAUNCHWAY_IMAGE_STORE: join(one.world.home, 'other-images') }
    await one.sh(login, elsewhere)
    expect((await one.sh(`docker run -e WHO=you ${name}@${digest}`, elsewhere)).out).toBe(
      'hello you production no leak',
    )
  })

  it('is refused without a login, without a repository, and for a tag that exists in an immutable one', async () => {
    const one = await bench({ Dockerfile: 'ARG N=1\nFROM scratch\nARG N\nLABEL n=$N' })
    await createRepository(one, create('web', { imageTagMutability: 'IMMUTABLE' }))
    await one.sh(`docker build -t ${registry}/web:v1 -t ${registry}/none:v1 .`)
    expect((await one.sh(`docker push ${registry}/web:v1`)).err).toBe('no basic auth credentials')
    await one.sh(login)
    expect((await one.sh(`docker push ${registry}/none:v1`)).err).toContain(
      "name unknown: The repository with name 'none' does not exist in the registry with id '111111111111'",
    )
    expect((await one.sh(`docker push ${registry}/web:v1`)).status).toBe(0)
    expect((await one.sh(`docker push ${registry}/web:v1`)).status).toBe(0)
    const other = await one.sh(`docker build --build-arg N=2 -t ${registry}/web:v1 . && docker push ${registry}/web:v1`)
    expect(other.status).toBe(1)
    expect(other.err).toContain(
      "tag invalid: The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
    )
  })
})
