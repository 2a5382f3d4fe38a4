import { expect, test } from 'vitest'
import { make } from '../processes/sample-world.ts'
import { balancer } from './balancer.ts'
import { serve, start } from './forwarding-fixture.ts'

test('rules are tried by priority, with wildcards in path and host; the default is last', async () => {
  const made = await start()
  const rule = (Priority: number, Conditions: object[], MessageBody: string) =>
    make(made.world, made.service, 'AWS::ElasticLoadBalancingV2::ListenerRule', {
      ListenerArn: made.listener.physicalId,
      Priority,
      Conditions,
      Actions: [
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody } },
      ],
    })
  await rule(20, [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }], 'api')
  await rule(
    10,
    [
      { Field: 'path-pattern', Values: ['/api/v?/x'] },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } },
    ],
    'v',
  )
  await rule(30, [{ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'debug', Value: '*' }] } }], 'query')
  await expect(rule(30, [], 'again')).rejects.toThrow("Priority '30' is currently in use")
  const text = async (path: string, method = 'GET') => (await fetch(`${made.url}${path}`, { method })).text()
  expect(await text('/api/v1/x', 'POST')).toBe('v')
  expect(await text('/api/v1/x')).toBe('api')
  expect(await text('/other?debug=1')).toBe('query')
  expect(await text('/other')).toContain('503')
})

test('a redirect to another listener of the load balancer leads to its local address', async () => {
  const made = await start({
    listener: {
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    },
  })
  const before = await fetch(`${made.url}/x?y=1`, { redirect: 'manual' })
  expect(before.status).toBe(301)
  expect(before.headers.get('location')).toBe('https://127.0.0.1:443/x?y=1')
  await make(made.world, made.service, 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: made.lb.physicalId,
    Port: 443,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: 'arn' }],
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody: 'secure' } }],
  })
  expect(await (await fetch(`${made.url}/x?y=1`)).text()).toBe('secure')
})

test('listener ports can be mapped; a taken one is refused with the way out', async () => {
  const taken = await serve((_, res) => void res.end())
  await expect(balancer({ options: { ports: { 80: taken.port } } })).rejects.toThrow(
    `port ${taken.port} of 127.0.0.1 is in use; free it, or map the listener to another port`,
  )
  await taken.close()
  const made = await start({ options: { ports: { 80: taken.port } } })
  expect(made.url).toBe(`http://127.0.0.1:${taken.port}`)
  expect(made.api.urlOf(String(made.lb.attributes?.DNSName), 80)).toBe(made.url)
})
