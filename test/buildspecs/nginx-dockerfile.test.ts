import { describe, expect, it } from 'vitest'
import { nginxFiles } from '#buildspecs/nginx-dockerfile.ts'
import { delivery, environment, github, image, nginx, nginxServing, service } from '#model'

const pages = nginx('web', { build: 'npm run build', output: 'dist' })
const d = delivery({
  name: 'pages',
  repo: github('acme/pages'),
  environments: [environment('production', { account: '111111111111', region: 'eu-west-1' })],
  services: [
    service('web', { image: pages, ...nginxServing }),
    service('other', { image: pages, ...nginxServing }),
    service('api', { image: image('api'), port: 3000, health: '/health' }),
  ],
})
const files = nginxFiles(d)
const text = files[0]?.text ?? ''

// What nginx does with a path, as the generated locations say.
const locationOf = (path: string): string => {
  const regular = /location ~ (\S+) \{/.exec(text)?.[1] ?? ''
  if (path === nginxServing.health) return 'health'
  return new RegExp(regular).test(path) ? 'file' : 'page'
}

describe('a site as a container', () => {
  it('has its Dockerfile in its own folder, once', () => {
    expect(files.map(({ path }) => path)).toEqual(['web/nginx.Dockerfile'])
    expect(pages.dockerfile).toBe('nginx.Dockerfile')
  })

  it('is built, then served by a server that is not root and carries the release', () => {
    expect(text).toContain('RUN npm ci\nRUN npm run build\n')
    expect(text).toContain('COPY --from=build /site/dist /usr/share/nginx/html')
    expect(text).toMatch(/ARG RELEASE=.*[\s\S]*USER 101/)
  })

  it('takes its images where no login limits the build', () => {
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)
    expect(bases).toHaveLength(2)
    for (const base of bases) expect(base).toMatch(/^public\.ecr\.aws\//)
  })

  it('serves the application for pages and never for a missing file', () => {
    expect(['/', '/messages/@londo', '/a.b/c'].map(locationOf)).toEqual(['page', 'page', 'page'])
    expect(['/assets/index-1a2b.js', '/favicon.ico', '/a/b.css'].map(locationOf)).toEqual(['file', 'file', 'file'])
    expect(text).toMatch(/try_files \$uri =404;/)
  })

  it('listens and proves health where its service says', () => {
    expect(text).toContain(`listen ${nginxServing.port};`)
    expect(text).toContain(`location = ${nginxServing.health} {`)
  })
})
