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
const { allow, logGroup, pullActions, roleOf, tableStatement } = require('../stacks/parts.js')

class Service extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { network, cluster, service, services, prefix } = props
    const image = new CfnParameter(this, 'Image', {
      type: 'AWS::SSM::Parameter::Value<String>',
      default: `/${prefix.replace('-', '/')}/${service.name}/image`,
    })
    const hasImage = new CfnCondition(this, 'HasImage', {
      expression: Fn.conditionNot(Fn.conditionEquals(image.valueAsString, 'none')),
    })
    const targets = new elb.CfnTargetGroup(this, 'TargetGroup', {
      vpcId: network.vpcId,
      protocol: 'HTTP',
      port: service.port,
      targetType: 'ip',
      healthCheckPath: '/healthz',
      healthCheckIntervalSeconds: 10,
      healthCheckTimeoutSeconds: 5,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
      matcher: { httpCode: '200-299' },
      targetGroupAttributes: [{ key: 'deregistration_delay.timeout_seconds', value: '30' }],
    })
    const rule = new elb.CfnListenerRule(this, 'ListenerRule', {
      listenerArn: cluster.listener.ref,
      priority: 1 + services.indexOf(service),
      conditions: [{ field: 'path-pattern', pathPatternConfig: { values: [`/${service.name}/*`] } }],
      actions: [{ type: 'forward', targetGroupArn: targets.ref }],
    })
    this.service = new ecs.CfnService(this, 'Service', {
      cluster: cluster.cluster.ref,
      launchType: 'FARGATE',
      taskDefinition: this.task(image, props).ref,
      desiredCount: Token.asNumber(Fn.conditionIf('HasImage', Fn.ref('AWS::NoValue'), 0)),
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
        minimumHealthyPercent: 100,
        maximumPercent: 200,
      },
      healthCheckGracePeriodSeconds: 60,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: network.privateSubnets, securityGroups: [cluster.tasks.ref] },
      },
      loadBalancers: [{ containerName: service.name, containerPort: service.port, targetGroupArn: targets.ref }],
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
    })
    this.service.addResourceDependency(rule)
    this.scale(hasImage, cluster)
  }

  task(image, { registry, databases, tables, secrets, service, prefix }) {
    const { team, name, port } = service
    const database = databases.of[team]
    const password = database.attrMasterUserSecretSecretArn
    const logs = logGroup(this, 'Logs')
    const conditions = { ArnLike: { 'aws:SourceArn': Fn.sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*') } }
    const role = (id, statements) =>
      roleOf(this, id, { service: 'ecs-tasks.amazonaws.com', conditions, policyName: 'derived-from-uses', statements })
    this.executionRole = role('ExecutionRole', [
      allow(['ecr:GetAuthorizationToken'], ['*']),
      allow(pullActions, [registry.of[name].repository.repositoryArn]),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.attrArn]),
      allow(['secretsmanager:GetSecretValue'], [password, secrets.of[team].ref]),
    ])
    this.taskRole = role('TaskRole', [tableStatement(tables.of[team])])
    return new ecs.CfnTaskDefinition(this, 'TaskDefinition', {
      family: `${prefix}-${name}`,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
      executionRoleArn: this.executionRole.roleArn,
      taskRoleArn: this.taskRole.roleArn,
      containerDefinitions: [
        {
          name,
          image: Token.asString(Fn.conditionIf('HasImage', image.valueAsString, 'public.ecr.aws/docker/library/busybox:stable')),
          essential: true,
          portMappings: [{ containerPort: port, protocol: 'tcp' }],
          environment: [
            { name: 'PORT', value: String(port) },
            { name: 'PGHOST', value: database.attrEndpointAddress },
            { name: 'PGPORT', value: database.attrEndpointPort },
            { name: 'PGDATABASE', value: `main_${team}` },
            { name: 'PGSSLMODE', value: 'require' },
            { name: `ITEMS_${team}_TABLE`, value: tables.of[team].tableName },
          ],
          secrets: [
            { name: 'PGUSER', valueFrom: `${password}:username::` },
            { name: 'PGPASSWORD', valueFrom: `${password}:password::` },
            { name: `KEY_${team}`, valueFrom: secrets.of[team].ref },
          ],
          linuxParameters: { initProcessEnabled: true },
          stopTimeout: 30,
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': logs.ref, 'awslogs-region': this.region, 'awslogs-stream-prefix': name },
          },
        },
      ],
    })
  }

  scale(condition, { cluster }) {
    const target = new scaling.CfnScalableTarget(this, 'ScalableTarget', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${cluster.ref}/${this.service.attrName}`,
      minCapacity: 2,
      maxCapacity: 10,
    })
    const policy = new scaling.CfnScalingPolicy(this, 'ScaleByCpu', {
      policyName: 'Cpu',
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.ref,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 60,
        predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      },
    })
    target.cfnOptions.condition = condition
    policy.cfnOptions.condition = condition
  }
}

module.exports = { Service }
