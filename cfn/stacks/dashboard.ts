import type { Delivery, Environment } from '#model'
import type { Value } from '#model/value.ts'
import type { Scalar } from '../template/given.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import type { Resource } from '../template/resource.ts'
import { type Layers, present } from './layers.ts'

interface Around {
  readonly layers: Layers
  readonly alarms: readonly Resource<'AWS::CloudWatch::Alarm'>[]
}

type Piece = string | Value<Scalar>

interface Graph {
  readonly title: string
  /** Metrics as namespace, name, then dimensions by turns. */
  readonly metrics: readonly (readonly Piece[])[]
  readonly stat: string
}

/**
 * The dashboard's JSON: the alarms, then a graph of each thing they watch, two in a row.
 * Amazon CloudWatch API Reference, "Dashboard Body Structure and Syntax".
 */
export const dashboardBody = (d: Delivery, _e: Environment, { layers, alarms }: Around): Value<'text'> => {
  const pieces: Piece[] = []
  // A value cannot stand in JSON text: its place is kept by a number that no text has, and put in afterwards.
  const place = (piece: Piece): string => (typeof piece === 'string' ? piece : `\u0000${pieces.push(piece) - 1}\u0000`)
  const widgets = [
    {
      type: 'alarm',
      x: 0,
      y: 0,
      width: 24,
      height: 3,
      properties: { title: 'Alarms', alarms: alarms.map((each) => place(each.att('Arn'))) },
    },
    ...graphsOf(d, layers).map(({ title, metrics, stat }, at) => ({
      type: 'metric',
      x: (at % 2) * 12,
      y: 3 + Math.floor(at / 2) * 6,
      width: 12,
      height: 6,
      properties: {
        title,
        stat,
        period: 60,
        region: place(pseudo.region),
        metrics: metrics.map((metric) => metric.map(place)),
      },
    })),
  ]
  const parts = JSON.stringify({ widgets }).split(/\\u0000(\d+)\\u0000/)
  const texts = parts.filter((_, at) => at % 2 === 0)
  const values = parts.filter((_, at) => at % 2 === 1).map((at) => pieces[Number(at)] ?? '')
  return sub(texts as unknown as TemplateStringsArray, ...values)
}

const graphsOf = (d: Delivery, layers: Layers): readonly Graph[] => [
  ...balancerGraphs(layers),
  ...d.services.map((service): Graph => {
    const { clusterName } = present(layers.cluster, 'the cluster').exports
    const { serviceName } = present(layers.services.get(service), `service ${service.name}`).exports
    const of: readonly Piece[] = ['ClusterName', clusterName, 'ServiceName', serviceName]
    return {
      title: `Service ${service.name}`,
      stat: 'Average',
      metrics: ['CPUUtilization', 'MemoryUtilization'].map((name) => ['AWS/ECS', name, ...of]),
    }
  }),
  ...d.functions.map((func): Graph => {
    const { functionName } = present(layers.functions?.get(func), `function ${func.name}`).exports
    return {
      title: `Function ${func.name}`,
      stat: 'Sum',
      metrics: ['Invocations', 'Errors', 'Throttles'].map((name) => ['AWS/Lambda', name, 'FunctionName', functionName]),
    }
  }),
]

const balancerGraphs = (layers: Layers): readonly Graph[] => {
  if (!layers.cluster) return []
  const of: readonly Piece[] = ['LoadBalancer', layers.cluster.exports.loadBalancerFullName]
  const counts = ['RequestCount', 'HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_5XX_Count']
  return [
    { title: 'Requests and errors', stat: 'Sum', metrics: counts.map((name) => ['AWS/ApplicationELB', name, ...of]) },
    { title: 'Latency (p99)', stat: 'p99', metrics: [['AWS/ApplicationELB', 'TargetResponseTime', ...of]] },
  ]
}
