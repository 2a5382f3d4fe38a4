import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { cloudfront } from '../../../rehearsal/cloudfront/cloudfront.ts'
import type { Shape } from '../../../rehearsal/service.ts'
import { contextOf, make, providerOf, sampleWorld } from '../processes/sample-world.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

const files: Record<string, { type: string; text: string }> = {
  'index.html': { type: 'text/html', text: '<h1>app</h1>' },
  'assets/a.js': { type: 'text/javascript', text: 'script' },
}
const allow = (arn: string, ...actions: string[]) =>
  JSON.stringify({
    Statement: actions.map((Action) => ({
      Effect: 'Allow',
      Action,
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': arn } },
    })),
  })

const routing = `function handler(event) {
  var request = event.request
  if (request.uri === '/old') return { statusCode: 301, headers: { location: { value: '/new' } } }
  if (request.uri === '/boom') throw new Error('boom')
  if (request.uri.split('/').pop().indexOf('.') === -1) request.uri = '/index.html'
  return request
}`

const start = async (given: { config?: Shape; actions?: string[]; owner?: string; api?: Server } = {}) => {
  const { world, notices } = sampleWorld({ home: '/nowhere' })
  const policy = { text: undefined as string | undefined }
  const apiPort = given.api ? (given.api.address() as AddressInfo).port : 0
  const edge = cloudfront(world, {
    objects: {
      get: (bucket, key) => {
        const file = bucket === 'site' ? files[key] : undefined
        return (
          file && {
            body: Buffer.from(file.text),
            headers: { 'content-type': file.type, 'cache-control': 'max-age=1' },
            etag: `"${key}"`,
          }
        )
      },
      policy: () => policy.text,
    },
    localUrls: (text) => text.replaceAll('https://uploads.s3.eu-west-1.amazonaws.com', 'http://127.0.0.1:4566'),
    resolveOrigin: (domain) =>
      domain === 'web-1.eu-west-1.elb.amazonaws.com' && apiPort ? `http://127.0.0.1:${apiPort}` : undefined,
  })
  cleanups.push(() => edge.service.stop?.())
  const headers = await make(world, edge.service, 'AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      Name: 'h',
      SecurityHeadersConfig: {
        ContentSecurityPolicy: {
          ContentSecurityPolicy:
            "connect-src 'self' https://uploads.s3.eu-west-1.amazonaws.com https://elsewhere.example",
          Override: true,
        },
        FrameOptions: { FrameOption: 'DENY', Override: true },
      },
    },
  })
  const route = await make(world, edge.service, 'AWS::CloudFront::Function', { Name: 'routing', FunctionCode: routing })
  const properties = {
    DistributionConfig: {
      DefaultRootObject: 'index.html',
      Origins: [
        { Id: 'files', DomainName: 'site.s3.eu-west-1.amazonaws.com', S3OriginConfig: {} },
        {
          Id: 'api',
          DomainName: 'web-1.eu-west-1.elb.amazonaws.com',
          CustomOriginConfig: { OriginProtocolPolicy: 'http-only' },
        },
      ],
      DefaultCacheBehavior: {
        TargetOriginId: 'files',
        ResponseHeadersPolicyId: headers.physicalId,
        FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: route.physicalId }],
      },
      CacheBehaviors: [
        {
          PathPattern: '/api/*',
          TargetOriginId: 'api',
          AllowedMethods: ['GET', 'HEAD', 'POST'],
          OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
          ResponseHeadersPolicyId: headers.physicalId,
        },
        { PathPattern: '/bare/*', TargetOriginId: 'api', CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
      ],
      ...given.config,
    },
  }
  const made = await make(world, edge.service, 'AWS::CloudFront::Distribution', properties)
  const arn = `arn:aws:cloudfront::123456789012:distribution/${given.owner ?? made.physicalId}`
  policy.text = allow(arn, ...(given.actions ?? ['s3:GetObject', 's3:ListBucket']))
  return { ...edge, world, notices, made, url: edge.api.urlOf(made.physicalId) ?? '' }
}

const echo = async (status = 200) => {
  const server = createServer((req, res) => {
    const { url, method, headers } = req
    res.writeHead(status, { 'Content-Type': 'application/json', 'X-Frame-Options': 'ALLOWALL' })
    req.resume().on('end', () => res.end(JSON.stringify({ url, method, headers })))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => server.closeAllConnections())
  cleanups.push(() => void server.close())
  return server
}

test('a page of a distribution has the origins of its names on AWS', async () => {
  const { url, made, api } = await start({ config: { Aliases: ['app.example'] } })
  expect(api.originsOf(url)).toEqual([`https://${made.attributes?.DomainName}`, 'https://app.example'])
  expect(api.originsOf('http://127.0.0.1:1')).toEqual([])
})

test('pages, files and their headers come from the bucket', async () => {
  const { url } = await start()
  const page = await fetch(`${url}/`)
  expect(await page.text()).toBe('<h1>app</h1>')
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/html',
    'cache-control': 'max-age=1',
    'content-security-policy': "connect-src 'self' http://127.0.0.1:4566 https://elsewhere.example",
    'x-frame-options': 'DENY',
  })
  expect(await (await fetch(`${url}/some/page`)).text()).toBe('<h1>app</h1>')
  expect((await fetch(`${url}/assets/a.js`)).headers.get('content-type')).toBe('text/javascript')
  expect((await fetch(`${url}/`, { headers: { 'If-None-Match': '"index.html"' } })).status).toBe(304)
  expect((await fetch(`${url}/`, { method: 'HEAD' })).headers.get('content-length')).toBe('12')
})

test.each<[string, { actions?: string[]; owner?: string }, number]>([
  ['a missing file is 404 when the distribution may list', {}, 404],
  ['a missing file is 403 when it may not', { actions: ['s3:GetObject'] }, 403],
  ['everything is 403 when the policy is for another distribution', { owner: 'EOTHER' }, 403],
])('%s', async (_, given, status) => {
  const { url } = await start(given)
  expect((await fetch(`${url}/assets/gone.js`)).status).toBe(status)
  expect((await fetch(`${url}/assets/a.js`)).status).toBe(given.owner ? 403 : 200)
})

test('a function answers by itself, and one that fails is 503', async () => {
  const { url, notices } = await start()
  const moved = await fetch(`${url}/old`, { redirect: 'manual' })
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/new'])
  expect((await fetch(`${url}/boom`)).status).toBe(503)
  expect(notices.at(-1)?.says).toBe('the viewer-request function failed: Error: boom')
})

test('API paths reach the load balancer as the viewer sent them, and headers policies apply', async () => {
  const { url } = await start({ api: await echo() })
  const response = await fetch(`${url}/api/x?a=1`, {
    method: 'POST',
    body: 'b',
    headers: { Authorization: 'Bearer t', Cookie: 'c=1' },
  })
  const { headers, ...rest } = (await response.json()) as { headers: Record<string, string> }
  expect(rest).toEqual({ url: '/api/x?a=1', method: 'POST' })
  expect(headers).toMatchObject({
    authorization: 'Bearer t',
    cookie: 'c=1',
    host: new URL(url).host,
    'x-forwarded-for': '127.0.0.1',
  })
  expect(response.headers.get('x-frame-options')).toBe('DENY')
})

test('without an origin request policy neither query nor credentials reach the origin', async () => {
  const { url } = await start({ api: await echo() })
  const response = await fetch(`${url}/bare/x?a=1`, { headers: { Authorization: 'Bearer t', Cookie: 'c=1' } })
  const { url: path, headers } = (await response.json()) as { url: string; headers: Record<string, string> }
  expect(path).toBe('/bare/x')
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']))
  expect(headers.cookie).toBeUndefined()
  expect(headers).toMatchObject({ host: 'web-1.eu-west-1.elb.amazonaws.com', 'user-agent': 'Amazon CloudFront' })
})

test('methods that a behavior does not allow are 403; an origin that is nowhere is 502', async () => {
  const { url } = await start()
  expect((await fetch(`${url}/api/x`, { method: 'DELETE' })).status).toBe(403)
  expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(403)
  expect((await fetch(`${url}/api/x`)).status).toBe(502)
})

test('custom error responses replace errors of the API as well', async () => {
  const CustomErrorResponses = [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/index.html' }]
  const { url } = await start({ api: await echo(404), config: { CustomErrorResponses } })
  for (const path of ['/assets/gone.js', '/api/gone']) {
    const response = await fetch(`${url}${path}`)
    expect([response.status, await response.text()]).toEqual([200, '<h1>app</h1>'])
  }
})

test('invalidations go over the wire', async () => {
  const { service, api, made } = await start()
  const server = createServer((req, res) => void api.handle(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => server.closeAllConnections())
  cleanups.push(() => void server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/2020-05-31/distribution`
  const body = `<InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths><CallerReference>1</CallerReference></InvalidationBatch>`
  const created = await fetch(`${base}/${made.physicalId}/invalidation`, { method: 'POST', body })
  expect(created.status).toBe(201)
  const id = /<Id>(\w+)<\/Id>/.exec(await created.text())?.[1]
  expect(await (await fetch(`${base}/${made.physicalId}/invalidation/${id}`)).text()).toContain(
    '<Status>Completed</Status>',
  )
  expect(await (await fetch(base)).text()).toContain(`<Id>${made.physicalId}</Id>`)
  const missing = await fetch(`${base}/ENONE/invalidation`, { method: 'POST', body })
  expect([missing.status, await missing.text()]).toEqual([
    404,
    expect.stringContaining('<Code>NoSuchDistribution</Code>'),
  ])
  expect(
    (await fetch(`${base}/${made.physicalId}/invalidation`, { method: 'POST', body: '<InvalidationBatch/>' })).status,
  ).toBe(400)
  expect(service.name).toBe('cloudfront')
})

test('ids and names have the shape of AWS; a removed distribution is gone', async () => {
  const { made, api, service, world } = await start()
  expect(made.physicalId).toMatch(/^E[0-9A-Z]{13}$/)
  expect(made.attributes?.DomainName).toMatch(/^d[0-9a-z]{13}\.cloudfront\.net$/)
  expect(api.urlOf(String(made.attributes?.DomainName))).toBe(api.urlOf(made.physicalId))
  await providerOf(service, 'AWS::CloudFront::Distribution').remove?.(made, {}, contextOf(world))
  expect(api.urlOf(made.physicalId)).toBeUndefined()
  await expect(
    make(world, service, 'AWS::CloudFront::Distribution', {
      DistributionConfig: { DefaultCacheBehavior: { TargetOriginId: 'x' } },
    }),
  ).rejects.toThrow(/origins.*do not exist: x/)
})
