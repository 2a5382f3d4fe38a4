import { type Delivery, type Environment, type Func, factsOf, type Stack, stack } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { parameter } from '../template/parameter.ts'
import { allow, policy } from '../template/policy.ts'
import { type AnyResource, kept, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { codeFolder } from './bootstrap.ts'
import { factValueOf, partedFacts, secretOf } from './facts.ts'
import { functionRole, inVpc } from './function-role.ts'
import { needsFailures, sourcesOf } from './function-sources.ts'
import { type FunctionExports, type Layers, present } from './layers.ts'
import { logGroup } from './log-group.ts'
import { tagsOf } from './names.ts'
import { privateSubnets } from './subnets.ts'

/** What a function is made from: what it is, and the stacks so far. */
export interface Given {
  readonly func: Func
  readonly layers: Layers
}

/** One function with its role, its log, what starts it, and the queue for what it could not do. */
export const functionStack = (d: Delivery, e: Environment, given: Given): Stack<FunctionExports> => {
  const { func, layers } = given
  return stack({ delivery: d.name, environment: e, id: `function-${func.name}`, needs: needsOf(func, layers) }, () => {
    const logs = logGroup('Logs')
    const code = {
      prefix: `${codeFolder}/${func.name}`,
      folder: func.source,
      ...(func.build !== undefined && { build: func.build }),
      parameter: 'CodeKey',
    }
    const codeKey = parameter(code.parameter, {
      Type: 'String',
      AllowedPattern: `^${code.prefix}/[0-9a-f]{64}[.]zip$`,
      ConstraintDescription: `a key of the artifact bucket: ${code.prefix}/ and the SHA-256 of the files`,
      Description: `The code: the files of ${func.source}, packaged under their hash by the deployment`,
    })
    const queue = needsFailures(func) ? failureQueue() : undefined
    const failures = queue?.att('Arn')
    const traced = d.observability !== undefined
    const role = functionRole(
      func,
      { logs, traced, ...(failures && { failures }) },
      { delivery: d, environment: e, layers },
    )
    const running = resource('Function', 'AWS::Lambda::Function', {
      Description: `${d.name} ${e.name}: ${func.name}`,
      PackageType: 'Zip',
      Code: { S3Bucket: layers.bootstrap.exports.bucketName, S3Key: codeKey.ref },
      Handler: func.handler,
      Runtime: func.runtime,
      Architectures: [func.architecture],
      MemorySize: func.memory,
      Timeout: func.timeoutSeconds,
      Role: role.att('Arn'),
      LoggingConfig: { LogGroup: logs.ref, LogFormat: 'JSON' },
      ...(traced && { TracingConfig: { Mode: 'Active' } }),
      ...variablesOf(func, layers),
      ...(inVpc(func) && { VpcConfig: vpcOf(layers) }),
    })
    const sources = failures ? sourcesOf(func, { running, failures, layers }) : []
    const rules = sources.filter((each) => each.type === 'AWS::Events::Rule')
    const resources: readonly AnyResource[] = [
      logs,
      role,
      running,
      ...(queue ? [queue, ...queuePolicy(queue, rules), retries(running, queue.att('Arn'))] : []),
      ...sources,
    ]
    return {
      template: template({
        description: `${d.name} ${e.name}: function ${func.name}`,
        resources,
        parameters: [codeKey],
        tags: { ...tagsOf(d, e), 'launchway:function': func.name },
      }),
      exports: { functionName: running.ref, functionArn: running.att('Arn') },
      code: [code],
    }
  })
}

const needsOf = (func: Func, layers: Layers): Readonly<Record<string, Stack>> => {
  const uses = new Set<string>([...func.uses.map(({ to }) => to.kind), ...func.on.map(({ event }) => event)])
  const all = [
    layers.bootstrap,
    ...(uses.has('postgres') ? [layers.network, layers.cluster, layers.database] : []),
    ...(uses.has('table') || uses.has('stream') ? [layers.tables] : []),
    ...(uses.has('bucket') || uses.has('object-created') ? [layers.assets] : []),
    ...(uses.has('secret') ? [layers.secrets] : []),
    ...(uses.has('identity') ? [layers.identity] : []),
  ]
  return Object.fromEntries(all.flatMap((each) => (each ? [[each.id, each as Stack]] : [])))
}

// Lambda puts no secret into a variable. The function is told where each lies, and may read exactly those.
const variablesOf = (func: Func, layers: Layers) => {
  const { plain, secret } = partedFacts(factsOf(func))
  const variables: Readonly<Record<string, string | Value<'text' | 'secret-arn'>>> = {
    ...Object.fromEntries(plain.map(([name, fact]) => [name, factValueOf(fact, layers) as string])),
    ...Object.fromEntries(
      secret.map(([name, fact]) => [
        fact.is === 'value' ? `${name}_SECRET_ARN` : 'PGSECRET_ARN',
        secretOf(fact, layers).arn,
      ]),
    ),
  }
  return Object.keys(variables).length > 0 ? { Environment: { Variables: variables } } : {}
}

const vpcOf = (layers: Layers) => ({
  SubnetIds: privateSubnets(present(layers.network, 'the network').exports),
  SecurityGroupIds: [present(layers.cluster, 'the cluster').exports.tasksSecurityGroup],
})

const failureQueue = () =>
  resource('Failures', 'AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true }, kept)

type Queue = ReturnType<typeof failureQueue>

// Only the rules of this very stack may leave what they could not hand over.
const queuePolicy = (queue: Queue, rules: readonly AnyResource[]): readonly AnyResource[] =>
  rules.length === 0
    ? []
    : [
        resource('FailuresPolicy', 'AWS::SQS::QueuePolicy', {
          Queues: [queue.ref],
          PolicyDocument: policy({
            ...allow(['sqs:SendMessage'], queue.att('Arn'), {
              StringEquals: { 'aws:SourceAccount': pseudo.account },
              ArnLike: {
                'aws:SourceArn': sub`arn:${pseudo.partition}:events:${pseudo.region}:${pseudo.account}:rule/${pseudo.stackName}-*`,
              },
            }),
            Principal: { Service: 'events.amazonaws.com' },
          }),
        }),
      ]

// An event that still fails after two more tries goes to the queue with the reason.
// AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".
const retries = (running: ReturnType<typeof resource<'AWS::Lambda::Function'>>, destination: Value<'queue-arn'>) =>
  resource('Retries', 'AWS::Lambda::EventInvokeConfig', {
    FunctionName: running.ref,
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 21_600,
    DestinationConfig: { OnFailure: { Destination: destination } },
  })
