import { describe, expect, it } from 'vitest'
import { everything, production } from './choices.ts'
import { propertiesOf, resourcesOf, smallest, stackNamed, stacksFor, statementsIn } from './deliveries.ts'
import { at, listAt } from './look.ts'

const stacks = stacksFor(everything(), production)
const web = stackNamed(stacks, 'service-web')
const orders = stackNamed(stacks, 'service-orders')
const reports = stackNamed(stacks, 'service-reports')
const billing = stackNamed(stacks, 'service-billing')

const deploymentOf = (stack: typeof web) => propertiesOf(stack, 'Service').DeploymentConfiguration

describe('a deployment in which ECS shifts traffic', () => {
  it('says its strategy in the words of ECS', () => {
    expect(deploymentOf(web)).toMatchObject({ Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 5 })
    expect(deploymentOf(orders)).toMatchObject({
      Strategy: 'CANARY',
      CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 10 },
    })
    expect(deploymentOf(reports)).toMatchObject({
      Strategy: 'LINEAR',
      LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 3 },
    })
  })

  it('has two target groups that the production rule weighs, the new one with nothing at first', () => {
    expect(propertiesOf(web, 'ListenerRule').Actions).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: { Ref: 'TargetGroup' }, Weight: 100 },
            { TargetGroupArn: { Ref: 'AlternateTargetGroup' }, Weight: 0 },
          ],
        },
      },
    ])
    expect(at(propertiesOf(web, 'Service'), 'LoadBalancers', 0, 'AdvancedConfiguration')).toEqual({
      AlternateTargetGroupArn: { Ref: 'AlternateTargetGroup' },
      ProductionListenerRule: { Ref: 'ListenerRule' },
      TestListenerRule: { Ref: 'TestListenerRule' },
      RoleArn: { 'Fn::GetAtt': ['TrafficRole', 'Arn'] },
    })
  })

  it('asks the test rule before the rule for everyone', () => {
    const test = propertiesOf(web, 'TestListenerRule')
    expect(at(test, 'Conditions', 1, 'HttpHeaderConfig')).toEqual({ HttpHeaderName: 'x-release', Values: ['next'] })
    const others = stacks.flatMap((stack) => resourcesOf(stack, 'AWS::ElasticLoadBalancingV2::ListenerRule'))
    const production = others.filter(([id]) => id === 'ListenerRule').map(([, { Properties }]) => Properties?.Priority)
    expect(test.Priority).toBeLessThan(Math.min(...production.map(Number)))
    expect(orders.template.Resources).not.toHaveProperty('TestListenerRule')
  })

  it('lets ECS move only its own rules and targets', () => {
    const statements = statementsIn(web).filter((each) => each.logicalId === 'TrafficRole' && each.Resource)
    const allowed = statements.find((each) => each.Action.includes('elasticloadbalancing:ModifyRule'))
    expect(allowed?.Resource).toEqual([{ Ref: 'ListenerRule' }, { Ref: 'TestListenerRule' }])
    const targets = statements.find((each) => each.Action.includes('elasticloadbalancing:RegisterTargets'))
    expect(targets?.Resource).toEqual([{ Ref: 'TargetGroup' }, { Ref: 'AlternateTargetGroup' }])
  })

  it('goes back when its own targets answer with errors, old or new', () => {
    expect(at(deploymentOf(web), 'Alarms')).toEqual({
      AlarmNames: [{ Ref: 'TargetErrors' }],
      Enable: true,
      Rollback: true,
    })
    expect(at(propertiesOf(web, 'TargetErrors'), 'Metrics', 0, 'Expression')).toBe(
      'FILL(errors1, 0) + FILL(errors2, 0)',
    )
  })

  it('calls the functions of its hooks with a role that can call nothing else', () => {
    const [hook] = listAt(deploymentOf(web), 'LifecycleHooks')
    expect(hook).toMatchObject({
      LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
      RoleArn: { 'Fn::GetAtt': ['HookRole', 'Arn'] },
    })
    const [only, ...others] = statementsIn(web).filter((each) => each.logicalId === 'HookRole' && each.Resource)
    expect(others).toEqual([])
    expect(only?.Resource).toEqual([hook?.HookTargetArn])
    expect(orders.template.Resources).not.toHaveProperty('HookRole')
  })
})

describe('a deployment by CodeDeploy', () => {
  it('leaves the revision to CodeDeploy: the template names the family, which never changes', () => {
    expect(propertiesOf(billing, 'Service')).toMatchObject({
      DeploymentController: { Type: 'CODE_DEPLOY' },
      TaskDefinition: 'shop-production-billing',
    })
    expect(propertiesOf(billing, 'Service')).not.toHaveProperty('DeploymentConfiguration')
    expect(billing.template.Resources.Service?.DependsOn).toContain('TaskDefinition')
  })

  it('moves the listener between the two target groups and rolls back by alarm', () => {
    const group = propertiesOf(billing, 'DeploymentGroup')
    expect(at(group, 'LoadBalancerInfo', 'TargetGroupPairInfoList', 0)).toMatchObject({
      ProdTrafficRoute: { ListenerArns: [{ 'Fn::ImportValue': 'shop-production-cluster-listenerArn' }] },
      TargetGroups: [
        { Name: { 'Fn::GetAtt': ['TargetGroup', 'TargetGroupName'] } },
        { Name: { 'Fn::GetAtt': ['AlternateTargetGroup', 'TargetGroupName'] } },
      ],
    })
    expect(at(group, 'AutoRollbackConfiguration', 'Events')).toContain('DEPLOYMENT_STOP_ON_ALARM')
    expect(at(group, 'AlarmConfiguration', 'Alarms')).toEqual([{ Name: { Ref: 'TargetErrors' } }])
  })
})

describe('a rolling deployment', () => {
  it('has one target group, a circuit breaker that rolls back, and nothing of a shift', () => {
    const plain = stackNamed(stacksFor(smallest()), 'service-web')
    expect(resourcesOf(plain, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toHaveLength(1)
    expect(deploymentOf(plain)).toEqual({
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    })
    expect(plain.template.Resources).not.toHaveProperty('TargetErrors')
  })
})
