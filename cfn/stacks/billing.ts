import { type Budget, type Delivery, type Environment, type Stack, stack } from '#model'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { alarmTopic } from './alarm-topic.ts'
import { prefixOf, tagsOf } from './names.ts'

/** Where the metric of estimated charges is. Amazon CloudWatch User Guide, "Create a billing alarm". */
const billingRegion = 'us-east-1'

/**
 * The budget of the account, and in us-east-1 an alarm on what it is estimated to cost: nowhere else does CloudWatch
 * know that. The budget works from any region.
 */
export const billing = (d: Delivery, e: Environment, budget: Budget): Stack =>
  stack({ delivery: d.name, environment: e, id: 'billing', needs: {} }, () => ({
    template: template({
      description: `${d.name} ${e.name}: what the account may cost`,
      resources: [budgetOf(d, e, budget), ...(e.region === billingRegion ? alarmOf(budget) : [])],
      tags: tagsOf(d, e),
    }),
    exports: {},
  }))

const budgetOf = (d: Delivery, e: Environment, budget: Budget): AnyResource => {
  const subscribers = budget.notify.map((Address) => ({ SubscriptionType: 'EMAIL', Address }))
  const notices = [
    ...budget.at.map((Threshold) => ({ NotificationType: 'ACTUAL', Threshold })),
    { NotificationType: 'FORECASTED', Threshold: 100 },
  ]
  return resource('Budget', 'AWS::Budgets::Budget', {
    Budget: {
      BudgetName: `${prefixOf(d, e)}-monthly`,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: budget.monthlyUsd, Unit: 'USD' },
    },
    NotificationsWithSubscribers: notices.map((notice) => ({
      Notification: { ...notice, ComparisonOperator: 'GREATER_THAN', ThresholdType: 'PERCENTAGE' },
      Subscribers: subscribers,
    })),
  })
}

/** The alarm alone, for an environment that is elsewhere. */
export const chargesAlarm = (d: Delivery, e: Environment, budget: Budget): Stack =>
  stack({ delivery: d.name, environment: e, id: 'billing', needs: {} }, () => ({
    template: template({
      description: `${d.name} ${e.name}: an alarm on what the account is estimated to cost`,
      resources: alarmOf(budget),
      tags: tagsOf(d, e),
    }),
    exports: {},
  }))

const alarmOf = (budget: Budget): readonly AnyResource[] => {
  const { topic, resources } = alarmTopic('BillingAlarms', budget.notify)
  const alarm = resource('EstimatedCharges', 'AWS::CloudWatch::Alarm', {
    AlarmDescription: `The month is estimated to cost more than ${budget.monthlyUsd} USD`,
    Namespace: 'AWS/Billing',
    MetricName: 'EstimatedCharges',
    Dimensions: [{ Name: 'Currency', Value: 'USD' }],
    Statistic: 'Maximum',
    // The figure comes about every six hours; between two of them there is none, which is no alarm.
    Period: 21_600,
    EvaluationPeriods: 1,
    Threshold: budget.monthlyUsd,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [topic.ref],
  })
  return [...resources, alarm]
}
