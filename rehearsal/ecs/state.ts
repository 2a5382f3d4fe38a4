// What the local ECS remembers. The words and values are those of the ECS API.
import type { Shape } from '../service.ts'
import type { TaskTarget } from './ports.ts'

/** A registered revision of a task definition; `given` is what was registered, in the API's own shape. */
export interface TaskDefinition {
  readonly arn: string
  readonly family: string
  readonly revision: number
  readonly given: Shape
  readonly registeredAt: Date
  status: 'ACTIVE' | 'INACTIVE'
}

/** A cluster. */
export interface Cluster {
  readonly arn: string
  readonly name: string
  given: Shape
  status: 'ACTIVE' | 'INACTIVE'
}

/** The states a task goes through, in this order. */
const taskStates = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
] as const

/** `lastStatus` of a task. */
export type TaskStatus = (typeof taskStates)[number]

/** A container of a task. */
export interface Container {
  readonly name: string
  readonly arn: string
  readonly image: string
  readonly essential: boolean
  imageDigest?: string
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  healthStatus: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY'
  exitCode?: number
  reason?: string
  /** The local port that stands for the container's port. */
  port?: number
  pid?: number
}

/** Why a task stops. */
export interface StopReason {
  readonly code: 'TaskFailedToStart' | 'EssentialContainerExited' | 'UserInitiated' | 'ServiceSchedulerInitiated'
  readonly reason: string
  /** Nobody wanted it: it could not start, it ended by itself, or it failed its checks. */
  readonly failed: boolean
}

/** A task. */
export interface Task {
  readonly arn: string
  readonly id: string
  readonly clusterArn: string
  readonly taskDefinition: TaskDefinition
  readonly group: string
  readonly startedBy: string
  readonly overrides: Shape
  readonly createdAt: Date
  lastStatus: TaskStatus
  desiredStatus: 'RUNNING' | 'STOPPED'
  readonly containers: Container[]
  /** Where the task is registered with load balancers. */
  readonly targets: { readonly targetGroupArn: string; readonly containerName: string; target: TaskTarget }[]
  /** The scheduler's opinion: it has passed what is checked. */
  healthy: boolean
  everHealthy: boolean
  stop?: StopReason
  /** Asks the task to stop; the first reason counts. */
  halt: (reason: StopReason) => void
  /** Whether the scheduler has counted its failure. */
  counted: boolean
  startedAt?: Date
  stoppingAt?: Date
  stoppedAt?: Date
  connectivityAt?: Date
}

/** A deployment of a service: one revision of its task definition and settings. */
export interface Deployment {
  readonly id: string
  readonly taskDefinition: TaskDefinition
  readonly revisionArn: string
  readonly createdAt: Date
  updatedAt: Date
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE'
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason: string
  failedTasks: number
  /** A failed deployment without a way back: the scheduler starts no more tasks for it. */
  stalled: boolean
  /** Tasks that failed in a row without running, for the restart throttle. */
  failedStarts: number
  notBefore: number
}

/** `status` of a service deployment (API_ServiceDeployment). */
export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOPPED'
  | 'STOP_REQUESTED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED'

/** A service deployment: what a person asked for, with its rollback when there was one. */
export interface ServiceDeployment {
  readonly arn: string
  readonly deployment: Deployment
  readonly source?: Deployment
  readonly createdAt: Date
  updatedAt: Date
  status: ServiceDeploymentStatus
  statusReason?: string
  finishedAt?: Date
  stoppedAt?: Date
  rollback?: { readonly reason: string; readonly startedAt: Date; readonly to: Deployment }
  breaker: 'MONITORING' | 'TRIGGERED' | 'MONITORING_COMPLETE' | 'DISABLED'
  /** Why its last failed task failed, for people. */
  lastFailure?: string
}

/** A service. `given` holds the settings of the last create or update, in the API's own shape. */
export interface EcsService {
  readonly arn: string
  readonly name: string
  readonly clusterArn: string
  readonly clusterName: string
  readonly createdAt: Date
  given: Shape
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desired: number
  deployments: Deployment[]
  lastCompleted?: Deployment
  readonly history: ServiceDeployment[]
  readonly tasks: Set<Task>
  readonly events: { readonly id: string; readonly createdAt: Date; readonly message: string }[]
  steady: boolean
  /** Set while the settings allow the deployment neither to start nor to stop a task. */
  deadlock?: string
}

/** Everything, by name or ARN. */
export interface EcsState {
  readonly clusters: Map<string, Cluster>
  readonly taskDefinitions: Map<string, TaskDefinition[]>
  readonly services: Map<string, EcsService>
  readonly tasks: Map<string, Task>
}

/** Whether a task is on its way up or running: what the maximum percent counts. */
export const isUp = (task: Task): boolean => task.desiredStatus === 'RUNNING' && task.lastStatus !== 'STOPPED'
