// How a new version of a service takes over. Amazon ECS Developer Guide, "Amazon ECS service deployment controllers and
// strategies"; https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html

/** Rolling deployment: ECS starts new tasks, waits for health, drains and stops the old ones. */
export interface Rolling {
  readonly kind: 'rolling'
  /** The share of the tasks that must stay healthy while others are replaced. */
  readonly minimumHealthyPercent: number
  /** The share of the tasks that may run at the same time. */
  readonly maximumPercent: number
  /** Names of CloudWatch alarms that roll a deployment back. */
  readonly alarms: readonly string[]
}

/** The stages of an ECS deployment at which a hook can run. API reference, DeploymentLifecycleHook. */
export const hookStages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
] as const

/** One of those stages. */
export type HookStage = (typeof hookStages)[number]

/** A Lambda function that ECS asks whether to go on. */
export interface Hook {
  readonly function: string
  readonly stages: readonly HookStage[]
}

/** What every deployment that shifts traffic between two sets of tasks has. */
export interface Shifting {
  /** How long both sets stay after the shift; alarms in this time roll back without starting a task. */
  readonly bakeMinutes: number
  /** Lambda functions that ECS asks at stages of the deployment; one that says no rolls it back. */
  readonly hooks: readonly Hook[]
  /** Names of further alarms that roll back; errors of the service's own targets always do. */
  readonly alarms: readonly string[]
  /** Requests with this header reach the new tasks before anyone else's do. */
  readonly testHeader?: { readonly name: string; readonly value: string }
}

/** All traffic at once, with the old tasks kept through the bake time. */
export interface BlueGreen extends Shifting {
  readonly kind: 'blue-green'
}

/** A part of the traffic first, the rest after a while. */
export interface Canary extends Shifting {
  readonly kind: 'canary'
  /** The share of the traffic that reaches the new tasks first. */
  readonly percent: number
  /** How long that share is watched before the rest follows. */
  readonly waitMinutes: number
}

/** The same part of the traffic again and again. */
export interface Linear extends Shifting {
  readonly kind: 'linear'
  /** The share of the traffic that each step adds. */
  readonly stepPercent: number
  /** How long each step is watched. */
  readonly stepMinutes: number
}

/** The events of a CodeDeploy deployment at which a hook can run, as `appspec.yaml` names them. */
export const codeDeployEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const

/** One of those events. */
export type CodeDeployEvent = (typeof codeDeployEvents)[number]

/** CodeDeploy shifts the traffic, for who must; ECS's own strategies do the same with less. */
export interface CodeDeploy {
  readonly kind: 'code-deploy'
  /** A deployment configuration of CodeDeploy's. */
  readonly configuration: string
  /** How long the old tasks stay after the shift. */
  readonly terminateAfterMinutes: number
  /** Lambda functions by the event at which CodeDeploy asks them. */
  readonly hooks: { readonly [E in CodeDeployEvent]?: string }
  /** Names of further alarms that roll a deployment back. */
  readonly alarms: readonly string[]
}

/** How a service is deployed. */
export type Deployment = Rolling | BlueGreen | Canary | Linear | CodeDeploy

/** The strategies in which ECS itself shifts traffic from one target group to another. */
export type Shift = BlueGreen | Canary | Linear

/** True for a strategy that needs two target groups and that ECS carries out. */
export const isShift = (deploy: Deployment): deploy is Shift =>
  deploy.kind === 'blue-green' || deploy.kind === 'canary' || deploy.kind === 'linear'

/**
 * A rolling deployment; by default no task stops before its successor is healthy, and twice the tasks may run meanwhile.
 * @example rolling({ minimumHealthyPercent: 50, maximumPercent: 150 })
 */
export const rolling = (given: Partial<Omit<Rolling, 'kind'>> = {}): Rolling => ({
  kind: 'rolling',
  minimumHealthyPercent: given.minimumHealthyPercent ?? 100,
  maximumPercent: given.maximumPercent ?? 200,
  alarms: given.alarms ?? [],
})

const shifting = (given: Partial<Shifting>): Shifting => ({
  bakeMinutes: given.bakeMinutes ?? 5,
  hooks: given.hooks ?? [],
  alarms: given.alarms ?? [],
  ...(given.testHeader && { testHeader: given.testHeader }),
})

/**
 * A blue/green deployment by ECS itself; both sets of tasks stay for five minutes after the shift.
 * @example blueGreen({ bakeMinutes: 10, testHeader: { name: 'x-release', value: 'next' } })
 */
export const blueGreen = (given: Partial<Shifting> = {}): BlueGreen => ({ kind: 'blue-green', ...shifting(given) })

/**
 * A canary deployment by ECS itself: ten percent of the traffic for ten minutes, then the rest.
 * @example canary({ percent: 10, waitMinutes: 10, bakeMinutes: 5 })
 */
export const canary = (given: Partial<Omit<Canary, 'kind'>> = {}): Canary => ({
  kind: 'canary',
  percent: given.percent ?? 10,
  waitMinutes: given.waitMinutes ?? 10,
  ...shifting(given),
})

/**
 * A linear deployment by ECS itself: twenty percent more of the traffic every three minutes.
 * @example linear({ stepPercent: 20, stepMinutes: 3 })
 */
export const linear = (given: Partial<Omit<Linear, 'kind'>> = {}): Linear => ({
  kind: 'linear',
  stepPercent: given.stepPercent ?? 20,
  stepMinutes: given.stepMinutes ?? 3,
  ...shifting(given),
})

/**
 * A blue/green deployment by CodeDeploy, all at once unless said otherwise, with the old tasks kept for five minutes.
 * @example codeDeploy({ configuration: 'CodeDeployDefault.ECSCanary10Percent5Minutes', hooks: { AfterAllowTraffic: 'arn:aws:lambda:ca-central-1:111111111111:function:verify' } })
 */
export const codeDeploy = (given: Partial<Omit<CodeDeploy, 'kind'>> = {}): CodeDeploy => ({
  kind: 'code-deploy',
  configuration: given.configuration ?? 'CodeDeployDefault.ECSAllAtOnce',
  terminateAfterMinutes: given.terminateAfterMinutes ?? 5,
  hooks: given.hooks ?? {},
  alarms: given.alarms ?? [],
})
