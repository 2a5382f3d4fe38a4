import { type Delivery, type Environment, type Observability, type Postgres, pascal, postgresIn } from '#model'
import type { Value } from '#model/value.ts'
import type { Text } from '../template/given.ts'
import { select, split } from '../template/intrinsics.ts'
import { type Resource, resource } from '../template/resource.ts'
import { type Layers, present } from './layers.ts'

/** What alarms need to know. */
export interface Given {
  readonly given: Observability
  readonly layers: Layers
  readonly topic: Value<'topic-arn'>
}

interface Watched {
  readonly id: string
  readonly about: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, Text>>
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'Minimum' | 'p99'
  readonly above?: number
  readonly below?: number
  /** How many of the last five minutes must be bad. */
  readonly minutes: number
}

/** The alarms of an environment: what users notice first, then what runs short. */
export const alarmsOf = (d: Delivery, e: Environment, around: Given): readonly Resource<'AWS::CloudWatch::Alarm'>[] =>
  [
    ...balancerAlarms(around),
    ...d.services.flatMap((service) => serviceAlarms(service.name, around, d)),
    ...d.databases.flatMap((database) => databaseAlarms(postgresIn(database, e), around)),
    ...d.functions.map((func): Watched => {
      const { functionName } = present(around.layers.functions?.get(func), `function ${func.name}`).exports
      return {
        id: `${pascal(func.name)}Errors`,
        about: `Function ${func.name} fails`,
        namespace: 'AWS/Lambda',
        metric: 'Errors',
        dimensions: { FunctionName: functionName },
        statistic: 'Sum',
        above: 0,
        minutes: 1,
      }
    }),
  ].map((watched) => alarmOf(watched, around.topic))

const alarmOf = (of: Watched, topic: Value<'topic-arn'>) =>
  resource(of.id, 'AWS::CloudWatch::Alarm', {
    AlarmDescription: of.about,
    Namespace: of.namespace,
    MetricName: of.metric,
    Dimensions: Object.entries(of.dimensions).map(([Name, Value]) => ({ Name, Value })),
    ...(of.statistic === 'p99' ? { ExtendedStatistic: 'p99' } : { Statistic: of.statistic }),
    Period: 60,
    EvaluationPeriods: 5,
    DatapointsToAlarm: of.minutes,
    ComparisonOperator: of.below === undefined ? 'GreaterThanThreshold' : 'LessThanThreshold',
    Threshold: of.below ?? of.above ?? 0,
    // No requests, no data: that alone is no reason to wake someone.
    TreatMissingData: 'notBreaching',
    AlarmActions: [topic],
    OKActions: [topic],
  })

const balancerAlarms = ({ given, layers }: Given): readonly Watched[] => {
  if (!layers.cluster) return []
  const dimensions = { LoadBalancer: layers.cluster.exports.loadBalancerFullName }
  const balancer = { namespace: 'AWS/ApplicationELB', dimensions, minutes: 3 } as const
  return [
    {
      ...balancer,
      id: 'ServerErrors',
      about: 'Services answer with 5xx',
      metric: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      above: 5,
    },
    {
      ...balancer,
      id: 'BalancerErrors',
      about: 'The load balancer itself answers with 5xx: no healthy task, or none in time',
      metric: 'HTTPCode_ELB_5XX_Count',
      statistic: 'Sum',
      above: 5,
    },
    {
      ...balancer,
      id: 'Latency',
      about: `One request in a hundred takes longer than ${given.latencySeconds} s`,
      metric: 'TargetResponseTime',
      statistic: 'p99',
      above: given.latencySeconds,
    },
  ]
}

const serviceAlarms = (name: string, { layers }: Given, d: Delivery): readonly Watched[] => {
  const service = d.services.find((each) => each.name === name)
  const { clusterName, loadBalancerFullName } = present(layers.cluster, 'the cluster').exports
  const { exports } = present(service && layers.services.get(service), `service ${name}`)
  const group = exports['target-group-full-name']
  return [
    {
      id: `${pascal(name)}Cpu`,
      about: `Service ${name} is short of CPU although it scales`,
      namespace: 'AWS/ECS',
      metric: 'CPUUtilization',
      dimensions: { ClusterName: clusterName, ServiceName: exports.serviceName },
      statistic: 'Average',
      above: 85,
      minutes: 5,
    },
    ...(group
      ? [
          {
            id: `${pascal(name)}Unhealthy`,
            about: `A task of service ${name} fails its health checks`,
            namespace: 'AWS/ApplicationELB',
            metric: 'UnHealthyHostCount',
            dimensions: { LoadBalancer: loadBalancerFullName, TargetGroup: group },
            statistic: 'Maximum' as const,
            above: 0,
            minutes: 3,
          },
        ]
      : []),
  ]
}

const gibibyte = 1024 ** 3

// An endpoint begins with the identifier of its instance or cluster: imports need nothing more than the host. Aurora's
// storage grows by itself, and a database that exists is watched by whoever made it.
const databaseAlarms = ({ name, serverless, existing }: Postgres, { layers }: Given): readonly Watched[] => {
  if (existing) return []
  const host = present(present(layers.database, 'the database').exports[`${name}-host`], `database ${name}`)
  const identifier = select(0, split('.', host))
  const cpu: Watched = {
    id: `${pascal(name)}DatabaseCpu`,
    about: `Database ${name} is short of CPU`,
    namespace: 'AWS/RDS',
    metric: 'CPUUtilization',
    dimensions: serverless ? { DBClusterIdentifier: identifier } : { DBInstanceIdentifier: identifier },
    statistic: 'Average',
    above: 85,
    minutes: 5,
  }
  if (serverless) return [cpu]
  return [
    {
      ...cpu,
      id: `${pascal(name)}Storage`,
      about: `Database ${name} has less than 2 GiB left`,
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      below: 2 * gibibyte,
    },
    cpu,
  ]
}
