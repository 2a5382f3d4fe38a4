import { type Resource, resource } from '../template/resource.ts'
import type { ClusterExports } from './layers.ts'
import type { Target } from './target.ts'

/** More answers of 500 and above in a minute than this, by either set of tasks, send a deployment back. */
const tolerated = 5

/**
 * The alarm that rolls a shift of traffic back: errors of the service's own targets, old and new.
 * Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer", HTTPCode_Target_5XX_Count.
 */
export const targetErrors = (
  { group, alternate }: Target,
  cluster: ClusterExports,
): Resource<'AWS::CloudWatch::Alarm'> => {
  const groups = [group, ...(alternate ? [alternate] : [])]
  const metrics = groups.map((each, at) => ({
    Id: `errors${at + 1}`,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Dimensions: [
          { Name: 'LoadBalancer', Value: cluster.loadBalancerFullName },
          { Name: 'TargetGroup', Value: each.att('TargetGroupFullName') },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    },
  }))
  return resource('TargetErrors', 'AWS::CloudWatch::Alarm', {
    AlarmDescription: 'The targets answer with errors: a deployment that is under way goes back',
    Metrics: [
      {
        Id: 'errors',
        Label: 'Errors of all targets',
        Expression: metrics.map(({ Id }) => `FILL(${Id}, 0)`).join(' + '),
        ReturnData: true,
      },
      ...metrics,
    ],
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: tolerated,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  })
}
