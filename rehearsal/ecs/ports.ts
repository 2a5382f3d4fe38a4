// What the local ECS needs from the services around it. Whoever starts the local AWS connects them.

/** The configuration of an OCI image, as far as running it needs it. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[] | null
  readonly Cmd?: readonly string[] | null
  readonly Env?: readonly string[] | null
  readonly WorkingDir?: string | null
  readonly StopSignal?: string | null
}

/** A pulled image: its digest, its files and its configuration. */
export interface PulledImage {
  readonly digest: string
  /** The directory that holds the image's files. */
  readonly rootfs: string
  readonly config: ImageConfig
}

/** Gives the files of an image, or throws with the reason. */
export interface Images {
  readonly pull: (imageUri: string) => Promise<PulledImage>
}

/** Gives the value behind a `valueFrom`: an ARN of Secrets Manager or SSM, or the name of a parameter. */
export interface Secrets {
  readonly resolve: (valueFrom: string) => Promise<string>
}

/** Where container output goes. */
export interface TaskLogs {
  readonly write: (group: string, stream: string, line: string) => void
  readonly exists: (group: string) => boolean
  readonly createGroup: (group: string) => void
}

/** A target of a load balancer. */
export interface TaskTarget {
  readonly id: string
  readonly port: number
}

/** What the load balancer thinks of a target. */
export interface TargetHealth {
  readonly state: string
  readonly reason?: string
  readonly description?: string
}

/** The target groups of the load balancers. */
export interface Targets {
  readonly register: (targetGroupArn: string, targets: readonly TaskTarget[]) => void
  /** Resolves when the targets have been drained. */
  readonly deregister: (targetGroupArn: string, targets: readonly TaskTarget[]) => Promise<void>
  readonly health: (targetGroupArn: string, target: TaskTarget) => TargetHealth
  readonly attached: (targetGroupArn: string) => 'attached' | 'unattached' | 'missing'
  readonly onHealth: (
    listener: (targetGroupArn: string, target: TaskTarget, health: TargetHealth) => void,
  ) => () => void
}

/** A process that stands for a container. */
export interface LaunchRequest {
  readonly rootfs: string
  readonly workingDirectory: string
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly stopSignal: string
  readonly onLine: (line: string) => void
}

/** A running process. */
export interface Launched {
  readonly pid: number
  /** The exit code; 128 + n when signal n ended it; undefined with a reason when it could not be started. */
  readonly exited: Promise<{ readonly exitCode: number | undefined; readonly reason?: string }>
  /** Asks it to end, and kills it after so many milliseconds. */
  readonly stop: (graceMilliseconds: number) => void
}

/** Starts the process of a container. */
export type Launch = (request: LaunchRequest) => Launched

/** Credentials of a role, for a while. */
export interface RoleCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Gives credentials of a role to a task; undefined when the role does not trust ECS tasks. */
export type AssumeRole = (
  roleArn: string,
  task: { readonly arn: string; readonly id: string },
) => RoleCredentials | undefined

/** Everything together. */
export interface EcsPorts {
  readonly images: Images
  readonly secrets: Secrets
  readonly logs: TaskLogs
  readonly targets: Targets
  readonly launch: Launch
  readonly freePort: () => Promise<number>
  readonly releasePort: (port: number) => void
  readonly assume: AssumeRole
}
