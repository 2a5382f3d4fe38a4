import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filtersOf } from '../../../rehearsal/commands/aws/s3.ts'
import { type LocalAws, startLocalAws } from '../../../rehearsal/local-aws.ts'
import { testWorld } from '../codebuild/test-world.ts'
import { bundledCommands } from './bundled-commands.ts'

let commands: Awaited<ReturnType<typeof bundledCommands>>
beforeAll(async () => {
  commands = await bundledCommands()
})
afterAll(() => commands.remove())

const bench = async () => {
  const { home, signal } = await testWorld()
  const local: LocalAws = await startLocalAws({ port: 0, home, env: {}, signal })
  signal.addEventListener('abort', () => void local.stop())
  const env = {
    PATH: `${commands.directory}:${process.env.PATH}`,
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  }
  const sh = (command: string): Promise<{ status: number; out: string; err: string }> =>
    new Promise((resolve) => {
      execFile('sh', ['-c', command], { cwd: home, env }, (error, out, err) => {
        resolve({ status: Number(error?.code ?? 0), out: out.trim(), err: err.trim() })
      })
    })
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), text)
  }
  return { local, sh, write, home }
}

describe('aws s3', () => {
  it('syncs only what differs, with content types, and deletes what is gone', async () => {
    const { local, sh, write, home } = await bench()
    local.core.s3.createBucket('site')
    await write('dist/index.html', '<p>1')
    await write('dist/assets/a.js', '1')
    await write('dist/a.map', '{}')
    const first = await sh("aws s3 sync dist s3://site/www --exclude '*.map' --cache-control max-age=60")
    expect(first).toMatchObject({ status: 0, err: '' })
    expect(first.out.split('\n').sort()).toEqual([
      'upload: dist/assets/a.js to s3://site/www/assets/a.js',
      'upload: dist/index.html to s3://site/www/index.html',
    ])
    const stored = JSON.stringify(local.core.s3.object('site', 'www/index.html')?.metadata)
    expect(stored).toContain('text/html')
    expect(stored).toContain('max-age=60')
    await write('dist/index.html', '<p>longer')
    await rm(join(home, 'dist/assets/a.js'))
    const past = new Date(Date.now() - 3600_000)
    await utimes(join(home, 'dist/a.map'), past, past)
    expect((await sh("aws s3 sync dist s3://site/www/ --delete --exclude '*.map'")).out.split('\n').sort()).toEqual([
      'delete: s3://site/www/assets/a.js',
      'upload: dist/index.html to s3://site/www/index.html',
    ])
    expect((await sh("aws s3 sync dist s3://site/www/ --delete --exclude '*.map'")).out).toBe('')
    expect(
      (await sh('aws s3 cp s3://site/www/index.html back.html && aws s3 cp --quiet back.html s3://site/b/')).out,
    ).toContain('download:')
    expect(await readFile(join(home, 'back.html'), 'utf8')).toBe('<p>longer')
    expect(local.core.s3.list('site')).toEqual(['b/back.html', 'www/index.html'])
    expect((await sh('aws s3 rm --recursive s3://site/')).status).toBe(0)
    expect(local.core.s3.list('site')).toEqual([])
  })

  const rows: [string, string[], string, boolean][] = [
    ['everything without filters', [], 'a/b.js', true],
    ['nothing after --exclude *', ['--exclude', '*'], 'a/b.js', false],
    ['what a later --include brings back', ['--exclude', '*', '--include', '*.html'], 'a/index.html', true],
    ['not what an earlier --include names', ['--include', '*.html', '--exclude', '*'], 'a/index.html', false],
    ['a star across slashes', ['--exclude=assets/*'], 'assets/x/y.js', false],
    ['a literal dot', ['--exclude', '*.js'], 'a/bxjs', true],
  ]
  it.each(rows)('filters take %s', (_, words, path, kept) => {
    expect(filtersOf(words)(path)).toBe(kept)
  })
})

describe('aws', () => {
  it('puts and gets parameters as the real command prints them', async () => {
    const { sh } = await bench()
    expect((await sh('aws ssm put-parameter --name /web/image --value "a b" --type String')).out).toContain(
      '"Version": 1',
    )
    const again = await sh('aws ssm put-parameter --name /web/image --value c --type String')
    expect(again).toMatchObject({ status: 254 })
    expect(again.err).toMatch(/^An error occurred \(ParameterAlreadyExists\) when calling the PutParameter operation: /)
    await sh('aws ssm put-parameter --name /web/image --value c --overwrite')
    const got = await sh('aws ssm get-parameter --name /web/image --query Parameter.Value --output text')
    expect(got).toEqual({ status: 0, out: 'c', err: '' })
    expect((await sh('aws ssm get-parameter --name /nope')).err).toContain('(ParameterNotFound)')
  })

  it('says who it is', async () => {
    const { sh } = await bench()
    expect((await sh('aws sts get-caller-identity --query Account --output text')).out).toBe('111111111111')
  })

  it('refuses what it does not know with what it knows, and status 252', async () => {
    const { sh } = await bench()
    const operation = await sh('aws ec2 describe-instances')
    expect([operation.status, operation.err]).toEqual([
      252,
      expect.stringMatching(/ec2 describe-instances: not known.*ssm get-parameter/),
    ])
    const option = await sh('aws ssm get-parameter --nam x')
    expect([option.status, option.err]).toEqual([
      252,
      expect.stringContaining('Unknown options: --nam; known here: --name'),
    ])
    expect((await sh('aws ssm get-parameter')).err).toBe('aws: error: the following arguments are required: --name')
  })
})
