import { type Delivery, type Environment, type Observability, type Stack, stack } from '#model'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { alarmTopic } from './alarm-topic.ts'
import { alarmsOf } from './alarms.ts'
import { dashboardBody } from './dashboard.ts'
import type { Layers } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'

/** Alarms with a topic for them, one dashboard, and what X-Ray records. */
export const observability = (
  d: Delivery,
  e: Environment,
  { given, layers }: { readonly given: Observability; readonly layers: Layers },
): Stack => {
  const before: readonly (Stack | undefined)[] = [
    layers.cluster as Stack | undefined,
    layers.database as Stack | undefined,
    ...layers.services.values(),
    ...((layers.functions?.values() ?? []) as Iterable<Stack>),
  ]
  const needs = Object.fromEntries(before.flatMap((each) => (each ? [[each.id, each]] : [])))
  return stack({ delivery: d.name, environment: e, id: 'observability', needs }, () => {
    const { topic, resources } = alarmTopic('Alarms', given.notify)
    const alarms = alarmsOf(d, e, { given, layers, topic: topic.ref })
    const dashboard = resource('Dashboard', 'AWS::CloudWatch::Dashboard', {
      DashboardName: prefixOf(d, e),
      DashboardBody: dashboardBody(d, e, { layers, alarms }),
    })
    return {
      template: template({
        description: `${d.name} ${e.name}: alarms, dashboard and tracing`,
        resources: [...resources, ...alarms, dashboard, ...tracing(d, e, given)],
        tags: tagsOf(d, e),
      }),
      exports: { alarmTopic: topic.ref },
    }
  })
}

// Requests of this environment that failed or were slow, as one group; and how many requests are recorded at all: the
// first of each second, then a share. AWS X-Ray Developer Guide, "Configuring groups", "Configuring sampling rules".
const tracing = (d: Delivery, e: Environment, given: Observability): readonly AnyResource[] => [
  resource('Traces', 'AWS::XRay::Group', {
    GroupName: prefixOf(d, e),
    FilterExpression: `error = true OR fault = true OR responsetime > ${given.latencySeconds}`,
    InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: false },
  }),
  resource('Sampling', 'AWS::XRay::SamplingRule', {
    SamplingRule: {
      // A rule's name has at most 32 characters.
      RuleName: prefixOf(d, e).slice(0, 32),
      Priority: 9000,
      FixedRate: given.sampling,
      ReservoirSize: 1,
      ServiceName: `${prefixOf(d, e)}*`,
      ServiceType: '*',
      Host: '*',
      HTTPMethod: '*',
      URLPath: '*',
      ResourceARN: '*',
      Version: 1,
    },
  }),
]
