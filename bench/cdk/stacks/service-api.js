const {
  CfnCondition,
  CfnParameter,
  Fn,
  Stack,
  Token,
  aws_applicationautoscaling: scaling,
  aws_ecs: ecs,
  aws_elasticloadbalancingv2: elb,
} = require('aws-cdk-lib')
const { allow, logGroup, pullActions, roleOf, tableStatement } = require('./parts.js')

class ServiceApi extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { registry, network, cluster, database, tables, identity, assets } = props
    const image = new CfnParameter(this, 'Image', {
      type: 'AWS::SSM::Parameter::Value<String>',
      default: '/cruddur/production/api/image',
      description: 'Where the pipeline records the deployed image',
    })
    const hasImage = new CfnCondition(this, 'HasImage', {
      expression: Fn.conditionNot(Fn.conditionEquals(image.valueAsString, 'none')),
    })
    const logs = logGroup(this, 'Logs')
    const conditions = { ArnLike: { 'aws:SourceArn': Fn.sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*') } }
    this.executionRole = roleOf(this, 'ExecutionRole', {
      service: 'ecs-tasks.amazonaws.com',
      conditions,
      policyName: 'derived-from-uses',
      statements: [
        allow(['ecr:GetAuthorizationToken'], ['*']),
        allow(pullActions, [registry.api.repositoryArn]),
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.attrArn]),
        allow(['secretsmanager:GetSecretValue'], [database.secretArn]),
      ],
    })
    this.taskRole = roleOf(this, 'TaskRole', {
      service: 'ecs-tasks.amazonaws.com',
      conditions,
      policyName: 'derived-from-uses',
      statements: [tableStatement(tables.messages), allow(['s3:PutObject'], [assets.uploads.arnForObjects('*')])],
    })
    const targets = new elb.CfnTargetGroup(this, 'TargetGroup', {
      vpcId: network.vpcId,
      protocol: 'HTTP',
      port: 3000,
      targetType: 'ip',
      healthCheckPath: '/api/health-check',
      healthCheckIntervalSeconds: 10,
      healthCheckTimeoutSeconds: 5,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
      matcher: { httpCode: '200-299' },
      targetGroupAttributes: [{ key: 'deregistration_delay.timeout_seconds', value: '30' }],
    })
    const rule = new elb.CfnListenerRule(this, 'ListenerRule', {
      listenerArn: cluster.listener.ref,
      priority: 50000,
      conditions: [{ field: 'path-pattern', pathPatternConfig: { values: ['/*'] } }],
      actions: [{ type: 'forward', targetGroupArn: targets.ref }],
    })
    const task = new ecs.CfnTaskDefinition(this, 'TaskDefinition', {
      family: 'cruddur-production-api',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
      executionRoleArn: this.executionRole.roleArn,
      taskRoleArn: this.taskRole.roleArn,
      containerDefinitions: [
        {
          name: 'api',
          image: Token.asString(
            Fn.conditionIf('HasImage', image.valueAsString, 'public.ecr.aws/docker/library/busybox:stable'),
          ),
          essential: true,
          portMappings: [{ containerPort: 3000, protocol: 'tcp' }],
          environment: [
            { name: 'PORT', value: '3000' },
            { name: 'PGHOST', value: database.cruddur.attrEndpointAddress },
            { name: 'PGPORT', value: database.cruddur.attrEndpointPort },
            { name: 'PGDATABASE', value: 'cruddur' },
            { name: 'PGSSLMODE', value: 'require' },
            { name: 'MESSAGES_TABLE', value: tables.messages.tableName },
            { name: 'USERS_POOL_ID', value: identity.pool.userPoolId },
            { name: 'USERS_CLIENT_ID', value: identity.client.ref },
            { name: 'UPLOADS_BUCKET', value: assets.uploads.bucketName },
            { name: 'AVATARS_URL', value: `https://${assets.distribution.distributionDomainName}` },
            { name: 'TRUST_PROXY', value: '2' },
          ],
          secrets: [
            { name: 'PGUSER', valueFrom: `${database.secretArn}:username::` },
            { name: 'PGPASSWORD', valueFrom: `${database.secretArn}:password::` },
          ],
          linuxParameters: { initProcessEnabled: true },
          stopTimeout: 30,
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': logs.ref, 'awslogs-region': this.region, 'awslogs-stream-prefix': 'api' },
          },
        },
      ],
    })
    this.service = new ecs.CfnService(this, 'Service', {
      cluster: cluster.cluster.ref,
      launchType: 'FARGATE',
      taskDefinition: task.ref,
      desiredCount: Token.asNumber(Fn.conditionIf('HasImage', Fn.ref('AWS::NoValue'), 0)),
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
        minimumHealthyPercent: 100,
        maximumPercent: 200,
      },
      healthCheckGracePeriodSeconds: 60,
      networkConfiguration: {
        awsvpcConfiguration: {
          assignPublicIp: 'DISABLED',
          subnets: network.privateSubnets,
          securityGroups: [cluster.tasks.ref],
        },
      },
      loadBalancers: [{ containerName: 'api', containerPort: 3000, targetGroupArn: targets.ref }],
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
    })
    this.service.addResourceDependency(rule)
    this.scale(hasImage, {
      resourceId: `service/${cluster.cluster.ref}/${this.service.attrName}`,
      label: `${cluster.loadBalancer.attrLoadBalancerFullName}/${targets.attrTargetGroupFullName}`,
    })
  }

  scale(condition, { resourceId, label }) {
    const target = new scaling.CfnScalableTarget(this, 'ScalableTarget', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId,
      minCapacity: 2,
      maxCapacity: 10,
    })
    target.cfnOptions.condition = condition
    const policy = (name, targetValue, predefinedMetricSpecification) => {
      const made = new scaling.CfnScalingPolicy(this, `ScaleBy${name}`, {
        policyName: name,
        policyType: 'TargetTrackingScaling',
        scalingTargetId: target.ref,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      })
      made.cfnOptions.condition = condition
    }
    policy('Cpu', 60, { predefinedMetricType: 'ECSServiceAverageCPUUtilization' })
    policy('Requests', 500, { predefinedMetricType: 'ALBRequestCountPerTarget', resourceLabel: label })
  }
}

module.exports = { ServiceApi }
