const { CfnDeletionPolicy, CfnParameter, Stack, aws_lambda: lambda, aws_sqs: sqs } = require('aws-cdk-lib')
const { allow, logGroup, roleOf } = require('./parts.js')

const interfaces = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
]

// A function with its role and its log; with `failures`, the queue of what it could not do; with `vpc`, inside it.
class FunctionStack extends Stack {
  constructor(scope, id, { bootstrap, name, memory = 512, timeout = 30, variables, statements = [], ...props }) {
    const { vpc, failures, ...rest } = props
    super(scope, id, rest)
    const key = new CfnParameter(this, 'CodeKey', { allowedPattern: `^code/${name}/[0-9a-f]{64}[.]zip$` })
    const logs = logGroup(this, 'Logs')
    if (failures) this.failures = this.queue()
    const role = roleOf(this, 'Role', {
      service: 'lambda.amazonaws.com',
      policyName: 'derived-from-uses',
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.attrArn]),
        ...(failures ? [allow(['sqs:SendMessage'], [this.failures.attrArn])] : []),
        ...(vpc ? [allow(interfaces, ['*'])] : []),
        ...statements,
      ],
    })
    this.running = new lambda.CfnFunction(this, 'Function', {
      description: `cruddur production: ${name}`,
      packageType: 'Zip',
      code: { s3Bucket: bootstrap.bucket.bucketName, s3Key: key.valueAsString },
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memorySize: memory,
      timeout,
      role: role.roleArn,
      loggingConfig: { logGroup: logs.ref, logFormat: 'JSON' },
      environment: { variables },
      ...(vpc && { vpcConfig: { subnetIds: vpc.network.privateSubnets, securityGroupIds: [vpc.cluster.tasks.ref] } }),
    })
    if (failures) this.retry()
  }

  queue() {
    const made = new sqs.CfnQueue(this, 'Failures', { messageRetentionPeriod: 1_209_600, sqsManagedSseEnabled: true })
    made.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
    made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
    return made
  }

  retry() {
    this.destinationConfig = { onFailure: { destination: this.failures.attrArn } }
    new lambda.CfnEventInvokeConfig(this, 'Retries', {
      functionName: this.running.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 21_600,
      destinationConfig: this.destinationConfig,
    })
  }

  mayBeCalled(id, principal, sourceArn) {
    new lambda.CfnPermission(this, id, {
      action: 'lambda:InvokeFunction',
      functionName: this.running.ref,
      principal,
      sourceArn,
    })
  }
}

module.exports = { FunctionStack }
