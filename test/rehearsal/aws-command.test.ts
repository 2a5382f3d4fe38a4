// The unmodified aws command against the local AWS.
import { execFile, execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startTestAws } from './start-local-aws.ts'

const run = promisify(execFile)
const installed = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test.skipIf(!installed)(
  'the aws command deploys a stack and copies files (needs "aws" on PATH)',
  { timeout: 120_000 },
  async () => {
    await using local = await startTestAws()
    const { home } = local.world
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'eu-west-1',
    }
    const aws = async (...args: string[]) => {
      const { stdout } = await run('aws', ['--endpoint-url', local.endpoint, '--output', 'json', ...args], { env })
      return stdout
    }
    const template = join(home, 'template.yml')
    await writeFile(
      template,
      'Resources:\n  Files:\n    Type: AWS::S3::Bucket\n    Properties: { BucketName: cli-files }\n',
    )
    await aws('cloudformation', 'deploy', '--stack-name', 'cli', '--template-file', template)
    expect(JSON.parse(await aws('cloudformation', 'describe-stacks', '--stack-name', 'cli'))).toMatchObject({
      Stacks: [{ StackStatus: 'CREATE_COMPLETE' }],
    })
    await aws('s3', 'cp', template, 's3://cli-files/copy.yml')
    await aws('s3', 'cp', 's3://cli-files/copy.yml', join(home, 'back.yml'))
    expect(await readFile(join(home, 'back.yml'), 'utf8')).toBe(await readFile(template, 'utf8'))
    expect(await aws('s3', 'ls', 's3://cli-files/')).toContain('copy.yml')
    expect(JSON.parse(await aws('ec2', 'describe-availability-zones'))).toMatchObject({
      AvailabilityZones: [{ ZoneName: 'eu-west-1a' }, {}, {}],
    })
    await expect(aws('cloudformation', 'describe-stacks', '--stack-name', 'nobody')).rejects.toThrow(
      'Stack with id nobody does not exist',
    )
  },
)
