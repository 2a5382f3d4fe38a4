// Everything a configuration, and every other folder, may say. Lists only; makers of names and of intrinsics stay inside.
export { type Action, action, choice, type Input, type Inputs, optional, type Read, text, type With } from './action.ts'
export { type Bucket, type BucketUse, bucket } from './bucket.ts'
export { type Budget, budget } from './budget.ts'
export { type Delivery, delivery, type Given } from './delivery.ts'
export {
  type BlueGreen,
  blueGreen,
  type Canary,
  type CodeDeploy,
  canary,
  codeDeploy,
  type Deployment,
  type Hook,
  isShift,
  type Linear,
  linear,
  type Rolling,
  rolling,
  type Shift,
} from './deployment.ts'
export { type Environment, environment, isHttps } from './environment.ts'
export { chosen, context, type Expression, onBranch, type Scope } from './expression.ts'
export { asOwner, type Fact, type Facts, factsOf, isSecretFact } from './fact.ts'
export { type ExitCode, Fault, fault, printFinding } from './fault.ts'
export { type File, filePath, generatedHeader } from './file.ts'
export type { Finding, Severity } from './finding.ts'
export { type EventSource, type Func, func, type Request, request, scheduled } from './function.ts'
export { type Grant, isWriting } from './grant.ts'
export { type Identity, type IdentityUse, identity } from './identity.ts'
export {
  type Given as StepValue,
  type Job,
  job,
  type Manual,
  type ManualOn,
  manual,
  manualRelease,
  needsOf,
  onPullRequest,
  onRelease,
  onSchedule,
  type Pin,
  type PullRequest,
  type Push,
  type Role,
  role,
  roleArnOf,
  roleNameOf,
  type Schedule,
  type Step,
  script,
  type TokenPermissions,
  type Trigger,
  use,
  usePinned,
  type Workflow,
  workflow,
} from './job.ts'
export { type MachineUser, machineUser } from './machine-user.ts'
export { kebab, type Name, pascal } from './name.ts'
export { type ExistingVpc, existingVpc, type Network, type Vpc, vpc } from './network.ts'
export { nginx, nginxServing } from './nginx.ts'
export { type Observability, observability } from './observability.ts'
export {
  type Artifact,
  type Build,
  build,
  type Does,
  type Pipeline,
  type PipelineAction,
  pipelineAction,
  type Stage,
  stage,
  type Variable,
} from './pipeline.ts'
export { type Place, placeOf, printPlace } from './place.ts'
export type { Change, Event, LiveStack, Plan, StackChange, StackFile } from './plan.ts'
export {
  type InfrastructurePipeline,
  infrastructurePipeline,
  type Notify,
  type Paths,
  type PipelineVariable,
  type ReleasePipeline,
  releasePipeline,
  type Smoke,
  smoke,
} from './release-pipeline.ts'
export { github, type Repo, slugOf } from './repo.ts'
export {
  type Container,
  type Coverage,
  type Image,
  image,
  type Scale,
  type Service,
  service,
  serviceIn,
} from './service.ts'
export { aliasesIn, type Site, site } from './site.ts'
export {
  type Code,
  type Existing,
  type Exports,
  existing,
  type Imports,
  type Layer,
  type Needs,
  type Nested,
  type ResourceBody,
  restated,
  type Stack,
  type StackBody,
  stack,
  stacksAmong,
  type TemplateBody,
} from './stack.ts'
export {
  existingPostgres,
  type Postgres,
  postgres,
  postgresIn,
  type Secret,
  secret,
  type Table,
  type TableStream,
  table,
  type Use,
} from './store.ts'
export { type Subject, subjectsOf, type TakenRole, takenRoles } from './subject.ts'
export type { Kind, Value } from './value.ts'
export type { WayOut } from './way-out.ts'
export { type WorkflowChoice, workflowChoices } from './workflow-choice.ts'
