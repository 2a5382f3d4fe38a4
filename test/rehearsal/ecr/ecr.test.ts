import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../rehearsal/clock.ts'
import { ecr } from '../../../rehearsal/ecr/ecr.ts'
import { digestOf } from '../../../rehearsal/ecr/oci/image.ts'
import { imageName } from '../../../rehearsal/ecr/oci/image-name.ts'
import { createServer } from '../../../rehearsal/server/create-server.ts'
import type { ResourceContext } from '../../../rehearsal/service.ts'
import { testWorld } from '../codebuild/test-world.ts'

const bench = async () => {
  const clock = fakeClock()
  const world = await testWorld(clock)
  const { service, api } = ecr(world)
  const server = await createServer({
    world,
    services: [service],
    port: 0,
    routes: [{ prefix: '/v2/', handle: api.handle }],
    rest: {},
    principal: () => 'root',
  })
  world.signal.addEventListener('abort', () => void server.stop())
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new ECRClient({ endpoint: server.endpoint, region: world.region, credentials, maxAttempts: 1 })
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`
  const registry = (path: string, init: RequestInit = {}) =>
    fetch(`${server.endpoint}/v2/${path}`, { ...init, headers: { authorization, ...init.headers } })
  const upload = async (repository: string, content: string) => {
    const digest = digestOf(content)
    const started = await registry(`${repository}/blobs/uploads/`, { method: 'POST' })
    const location = started.headers.get('location') as string
    await registry(location.slice('/v2/'.length), { method: 'PATCH', body: content.slice(0, 3) })
    const done = await registry(`${location.slice('/v2/'.length)}?digest=${digest}`, {
      method: 'PUT',
      body: content.slice(3),
    })
    expect(done.status).toBe(201)
    return { mediaType: 'application/octet-stream', digest, size: content.length }
  }
  const manifest = async (repository: string, text: string) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: await upload(repository, text),
      layers: [],
    })
  return { client, world, clock, registry, manifest, service, api }
}

describe('the registry', () => {
  it('takes an image in pieces and gives it back by tag and digest, to SDK and registry clients alike', async () => {
    const { client, registry, manifest } = await bench()
    await client.send(new CreateRepositoryCommand({ repositoryName: 'team/web' }))
    const text = await manifest('team/web', '{"first":1}')
    const put = await registry('team/web/manifests/v1', {
      method: 'PUT',
      body: text,
      headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
    })
    expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, digestOf(text)])
    const head = await registry(`team/web/manifests/${digestOf(text)}`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(text.length)])
    expect(await (await registry('team/web/tags/list')).json()).toEqual({ name: 'team/web', tags: ['v1'] })
    const repositoryName = 'team/web'
    const { imageDetails } = await client.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    )
    expect(imageDetails).toMatchObject([{ imageDigest: digestOf(text), imageTags: ['v1'], imageSizeInBytes: 11 }])
    const got = await client.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }] }),
    )
    expect([got.images?.[0]?.imageManifest, got.failures?.[0]?.failureCode]).toEqual([text, 'ImageNotFound'])
    await client.send(new PutImageCommand({ repositoryName, imageManifest: text, imageTag: 'release' }))
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }))
    const { imageIds } = await client.send(new ListImagesCommand({ repositoryName }))
    expect(imageIds).toEqual([{ imageDigest: digestOf(text), imageTag: 'release' }])
  })

  it('refuses a wrong digest, a manifest without its blobs, and a token that has expired', async () => {
    const { client, registry, clock } = await bench()
    await client.send(new CreateRepositoryCommand({ repositoryName: 'web' }))
    const wrong = await registry(`web/blobs/uploads/?digest=sha256:${'0'.repeat(64)}`, { method: 'POST', body: 'x' })
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { errors: [{ code: 'DIGEST_INVALID' }] }])
    const layers = [{ digest: `sha256:${'1'.repeat(64)}`, size: 1, mediaType: 'x' }]
    const bare = await registry('web/manifests/v1', {
      method: 'PUT',
      body: JSON.stringify({ schemaVersion: 2, layers }),
    })
    expect(await bare.json()).toMatchObject({ errors: [{ code: 'MANIFEST_BLOB_UNKNOWN' }] })
    await clock.advance(13 * 3600_000)
    expect((await registry('')).status).toBe(401)
  })

  it('keeps tags of an immutable repository, but for the excluded ones', async () => {
    const { client, registry, manifest } = await bench()
    const filters = [{ filterType: 'WILDCARD' as const, filter: 'branch-*' }]
    await client.send(
      new CreateRepositoryCommand({
        repositoryName: 'web',
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: filters,
      }),
    )
    const [one, two] = [await manifest('web', '{"one":1}'), await manifest('web', '{"two":2}')]
    const put = async (tag: string, body: string) =>
      (await registry(`web/manifests/${tag}`, { method: 'PUT', body })).status
    expect([await put('v1', one), await put('v1', one), await put('v1', two)]).toEqual([201, 201, 400])
    expect([await put('branch-a', one), await put('branch-a', two)]).toEqual([201, 201])
    await expect(
      client.send(new PutImageCommand({ repositoryName: 'web', imageManifest: two, imageTag: 'v1' })),
    ).rejects.toMatchObject({
      name: 'ImageTagAlreadyExistsException',
      message:
        "The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
    })
  })
})

describe('AWS::ECR::Repository', () => {
  it('is made with the attributes of AWS and not deleted while it has images', async () => {
    const { service, client, manifest, api } = await bench()
    const provider = service.resources?.['AWS::ECR::Repository']
    const context = {} as ResourceContext
    const made = await provider?.create(
      { RepositoryName: 'web', ImageScanningConfiguration: { ScanOnPush: true } },
      context,
    )
    expect(made).toEqual({
      physicalId: 'web',
      attributes: {
        Arn: 'arn:aws:ecr:eu-west-1:111111111111:repository/web',
        RepositoryUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web',
      },
    })
    const { repositories } = await client.send(new DescribeRepositoriesCommand({}))
    expect(repositories).toMatchObject([{ repositoryName: 'web', imageScanningConfiguration: { scanOnPush: true } }])
    await client.send(
      new PutImageCommand({ repositoryName: 'web', imageManifest: await manifest('web', '{"a":1}'), imageTag: 'v1' }),
    )
    await expect(provider?.remove?.(made as NonNullable<typeof made>, {}, context)).rejects.toThrow(
      /still contains images/,
    )
    await provider?.remove?.(made as NonNullable<typeof made>, { EmptyOnDelete: true }, context)
    await expect(client.send(new ListImagesCommand({ repositoryName: 'web' }))).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    })
    await expect(api.pull('111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:v1')).rejects.toThrow(
      /CannotPullContainerError/,
    )
  })
})

describe('an image name', () => {
  it.each([
    ['node:22', { host: undefined, repository: 'node', tag: '22', digest: undefined }],
    ['a/b', { host: undefined, repository: 'a/b', tag: undefined, digest: undefined }],
    ['localhost:5000/a:1', { host: 'localhost:5000', repository: 'a', tag: '1', digest: undefined }],
    [
      '1.dkr.ecr.x.amazonaws.com/t/w:v@sha256:ab',
      { host: '1.dkr.ecr.x.amazonaws.com', repository: 't/w', tag: 'v', digest: 'sha256:ab' },
    ],
  ])('%s has its parts', (text, expected) => {
    expect(imageName(text)).toEqual(expected)
  })
})
