// Everything a configuration, and every other folder, may say. Lists only; makers of names and of intrinsics stay inside.
export { type Action, action, choice, type Input, type Inputs, optional, type Read, text, type With } from './action.ts'
export { type Delivery, delivery, type Given } from './delivery.ts'
export { type Environment, environment } from './environment.ts'
export { context, type Expression, type Scope } from './expression.ts'
export { type Fact, type Facts, factsOf, isSecretFact } from './fact.ts'
export { type ExitCode, Fault, fault, printFinding } from './fault.ts'
export { type File, filePath, generatedHeader } from './file.ts'
export type { Finding, Severity } from './finding.ts'
export { type Grant, isWriting } from './grant.ts'
export {
  type Given as StepValue,
  type Job,
  job,
  type Manual,
  manual,
  needsOf,
  onPullRequest,
  onRelease,
  type Pin,
  type PullRequest,
  type Push,
  type Role,
  role,
  roleArnOf,
  roleNameOf,
  type Step,
  script,
  type TokenPermissions,
  type Trigger,
  use,
  usePinned,
  type Workflow,
  workflow,
} from './job.ts'
export { kebab, type Name, pascal } from './name.ts'
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
export { github, type Repo, slugOf } from './repo.ts'
export { type Container, type Image, image, type Rolling, rolling, type Service, service } from './service.ts'
export { type Site, site } from './site.ts'
export {
  type Exports,
  type Imports,
  type Needs,
  type Nested,
  type ResourceBody,
  type Stack,
  type StackBody,
  stack,
  type TemplateBody,
} from './stack.ts'
export { type Postgres, postgres, type Secret, secret, type Table, table, type Use } from './store.ts'
export { type Subject, subjectsOf, type TakenRole, takenRoles } from './subject.ts'
export type { Kind, Value } from './value.ts'
