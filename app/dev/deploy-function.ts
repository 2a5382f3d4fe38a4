import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFunction } from '../functions/build-function.ts'
import { installPackages } from '../functions/packages.ts'
import { awsCalls } from './aws-calls.ts'
import type { Embedded } from './local-aws.generated.js'

/** A function of the app, by its folder, and the variables that a delivery gives it. */
export type Deployed = { readonly name: string; readonly variables: Readonly<Record<string, string>> }

// On Lambda it runs on the Node its runtime names; here on this one, about whose age the SDK has a word to say each time.
const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }

/** Bundles a function, puts it into the local Lambda and gives its ARN. */
export async function deployFunction(aws: Embedded, { name, variables }: Deployed): Promise<string> {
  const into = await mkdtemp(join(tmpdir(), 'cruddur-function-'))
  try {
    installPackages()
    await buildFunction(name, { into })
    const zip = await aws.zip({ 'index.mjs': await readFile(join(into, 'index.mjs')) })
    const made = await awsCalls(aws).rest<{ FunctionArn: string }>('lambda', 'POST', '/2015-03-31/functions', {
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: aws.role,
      MemorySize: 512,
      Timeout: 30,
      Environment: { Variables: { ...quiet, ...variables } },
      Code: { ZipFile: zip.toString('base64') },
    })
    return made.FunctionArn
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}

/** Lets a service of AWS call a function. */
export async function allowCalls(aws: Embedded, functionArn: string, Principal: string, SourceArn: string) {
  await awsCalls(aws).rest('lambda', 'POST', `/2015-03-31/functions/${functionArn}/policy`, {
    StatementId: Principal.replaceAll('.', '-'),
    Action: 'lambda:InvokeFunction',
    Principal,
    SourceArn,
  })
}

/** Calls a function and gives what it answers; throws what it throws. */
export async function callFunction<T>(aws: Embedded, name: string, event: unknown): Promise<T> {
  const path = `/2015-03-31/functions/${name}/invocations`
  const answer = await awsCalls(aws).rest<T & { errorType?: string; errorMessage?: string }>(
    'lambda',
    'POST',
    path,
    event as object,
  )
  if (answer?.errorType) throw new Error(`${answer.errorType}: ${answer.errorMessage}`)
  return answer
}
