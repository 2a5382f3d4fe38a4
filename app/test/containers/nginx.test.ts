import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Activity, http, routes } from '../../contract.ts'
import { freePort } from '../../dev/free-port.ts'
import { built } from '../client/site/built.ts'
import { type Api, startApi } from '../setup/api.ts'
import { openStream } from '../setup/stream.ts'
import { type Nginx, nginxProgram, startNginx } from './start-nginx.ts'

// Where nginx is installed (`apt-get install nginx-light`, `brew install nginx`); skipped elsewhere.
describe.skipIf(!nginxProgram)('the page on nginx', () => {
  const pictures = 'http://localhost:4566'
  let api: Api
  let nginx: Nginx
  let root: string
  beforeAll(async () => {
    root = await built()
    api = await startApi()
    nginx = await startNginx(root, variablesFor(api.url))
  })
  afterAll(async () => {
    api.deps.live.close()
    await nginx.close()
    await api.close()
  })
  const variablesFor = (url: string) => ({
    API_URL: url,
    PICTURES_ORIGIN: pictures,
    NGINX_LOCAL_RESOLVERS: '127.0.0.1',
  })
  const get = (path: string, headers: Record<string, string> = {}) => fetch(nginx.url + path, { headers })
  const script = () => readdirSync(join(root, 'assets')).find((name) => name.endsWith('.js')) ?? ''

  test.each(['/', '/messages', '/@andrew/status/123', '/signin?from=%2Fmessages', '/assets/'])(
    '%s is the page, asked for each time, and may load nothing that is not its own',
    async (path) => {
      const answer = await get(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('content-security-policy')).toContain(`img-src 'self' data: blob: ${pictures}`)
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('server')).toBe('nginx')
      expect(await answer.text()).toContain('<div id="root">')
    },
  )

  test('what was built is compressed and kept for good', async () => {
    const answer = await get(`/assets/${script()}`, { 'Accept-Encoding': 'gzip' })
    expect(answer.headers.get('content-type')).toContain('text/javascript')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test.each(['/assets/main-gone.js', '/style.css', '/.env', '/@a.b'])(
    '%s, a file that is not there, is not answered with HTML, and the answer is not kept',
    async (path) => {
      const answer = await get(path)
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toContain('text/plain')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await answer.text()).not.toContain('<')
    },
  )

  test('the files beside the page have the types that they are', async () => {
    const types = ['/manifest.webmanifest', '/favicon.svg', '/robots.txt'].map(async (path) => {
      const { status, headers } = await get(path)
      return [status, headers.get('content-type')]
    })
    expect(await Promise.all(types)).toEqual([
      [200, 'application/manifest+json'],
      [200, 'image/svg+xml'],
      [200, 'text/plain; charset=utf-8'],
    ])
  })

  test('the API answers at the same origin, under its own rules for what it answers', async () => {
    const { status, headers } = await get(http.health)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    const { headers: refused } = await get(routes.groups)
    expect(refused.get('content-type')).toContain('application/problem+json')
  })

  test('events come as they happen', async () => {
    const stream = await openStream(nginx.url + routes.events)
    onTestFinished(() => stream.close())
    const author = await api.someone()
    const { body } = await api.call<Activity>('POST', routes.activities, { as: author, body: { message: 'passed on' } })
    api.deps.live.wake()
    expect((await stream.next('activity', body.id)).data).toMatchObject({ id: body.id })
  })

  test('an API that is not there is a problem in the words of the API', async () => {
    const alone = await startNginx(root, variablesFor(`http://127.0.0.1:${await freePort()}`))
    onTestFinished(() => alone.close())
    const answer = await fetch(alone.url + routes.home)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(await answer.json()).toMatchObject({ status: 503, code: 'unavailable' })
  })
})
