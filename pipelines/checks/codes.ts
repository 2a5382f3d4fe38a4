// Everything that `launchway check` says of itself, by code: what docs/checks.md and test/findings/ are made from.
import { codes as buildspecCodes } from '#buildspecs/rules/codes.ts'
import { policyCodes } from '#cfn/iam/problem.ts'
import { workflowCodes } from '../workflows/checks/codes.ts'
import type { Code } from './check.ts'

/** What does not fit together among the files of a delivery. */
export const deliveryCodes = {
  'generated-file-unreadable': 'a generated file that cannot be read',
  'import-without-export': 'an import of what no stack exports',
  'import-before-export': 'an import of what a later stack exports',
  'reference-unresolved': 'a reference to nothing in the template',
  'nested-output-missing': 'an output that a nested stack does not give',
  'nested-template-missing': 'a nested stack without its template',
  'template-too-large': 'a template longer than CloudFormation takes',
  'template-too-full': 'a template with more of something than CloudFormation takes',
  'pipeline-artifact-unmade': 'an artifact that no earlier action makes',
  'pipeline-variable-unknown': 'a variable of a pipeline that nobody sets',
  'pipeline-triggers-ignored': 'triggers of a pipeline that is not of version 2',
  'pipeline-role-forbidden': "an action that the pipeline's role does not allow",
  'source-differs': 'a pipeline that takes or waits for another branch than is released',
  'workflow-branch-differs': 'a workflow that starts on another branch than its jobs are meant for',
  'project-unknown': 'an action that runs a project which no template makes',
  'buildspec-missing': 'a project whose buildspec does not exist',
  'variable-unset': 'a variable that commands read and nobody sets',
  'docker-forbidden': 'a build that runs Docker where it may not',
  'privilege-needless': 'a privileged build that runs no Docker',
  'clone-forbidden': 'a build that needs the history of its source, and does not get it',
  'image-file-unmade': 'image definitions that no build writes',
  'image-file-too-large': 'image definitions longer than CodePipeline reads',
  'image-container-unknown': 'image definitions for a container that the task does not have',
  'image-parameter-differs': 'a service that reads its image from where no pipeline records it',
  'image-owned-twice': 'an image that both a template and a pipeline set',
  'architecture-differs': 'an image built for another processor than it runs on',
  'service-unknown': 'a deployment to a service that no template makes',
  'balancer-container-unknown': 'a load balancer in front of a container that the task does not have',
  'balancer-port-unmapped': 'a load balancer in front of a port that the container does not map',
  'balancer-port-closed': 'a load balancer in front of a port that no security group opens',
  'target-port-differs': "a target group with another port than the container's",
  'health-path-differs': 'two health paths for one service',
  'secret-forbidden': 'a secret that its reader may not read',
  'secret-key-missing': 'a key that its secret does not have',
  'service-untrusted': 'a role that does not trust the service which is to take it',
  'role-lacks-action': 'a task, a build or a job does what its role may not',
  'role-narrowed': 'a role that may less than the configuration says it does',
  'role-widened': 'a role that may more than the configuration says it does',
  'role-unknown': 'a workflow that takes a role which no template makes',
  'subject-untrusted': 'a workflow whose token the role does not trust',
  'audience-untrusted': 'a role that does not ask whom a token is for',
  'pull-request-writes': 'a role that pull requests take, and that changes something',
} as const satisfies Readonly<Record<Code, string>>

// What is wrong with one template, by itself.
const templateCodes = {
  'template-unreadable': 'the text is no template',
  'template-refused': 'CloudFormation refuses the structure of the template',
  'replace-policy-missing': 'data that is lost when its resource is replaced',
  'ingress-open': 'a port open to the whole internet that nobody should reach from there',
  'bucket-public': 'a bucket that everybody reads',
  'database-public': 'a database with a public address',
  'function-url-open': 'a function that everybody calls',
  'rollout-stuck': 'a rollout that may neither start a task nor stop one',
  'circuit-breaker-missing': 'a rollout that nothing stops when its tasks never become healthy',
  'thumbprint-pinned': 'a pinned thumbprint of a certificate that changes',
} as const

// What is wrong with the small files that a delivery hands over.
const fileCodes = {
  'image-definitions-malformed': 'an imagedefinitions.json that ECS does not take',
  'image-detail-malformed': 'an imageDetail.json that CodeDeploy does not take',
  'task-definition-read-only': 'a task definition with what only ECS itself says',
  'file-not-recognised': 'a file that is none of the kinds that are checked',
} as const

/** What goes wrong on the way from one version of templates to the next: `launchway check --before`, `launchway diff`. */
export const versionCodes = {
  'export-removed': 'an export that is gone while another stack imports it',
  'export-changed': 'an export that changes its value while another stack imports it',
  'named-resource-replaced': 'a resource with a name of its own that has to be replaced',
  'data-replaced': 'a resource with data that is replaced',
  'data-removed': 'a resource with data that is removed',
} as const

/** All codes in groups, in the order of the documentation. */
export const codeGroups = [
  { title: 'Across the files of a delivery', codes: deliveryCodes },
  { title: 'One template', codes: templateCodes },
  { title: 'Policies, and who may take a role', codes: policyCodes },
  { title: 'From one version to the next', codes: versionCodes },
  { title: 'Buildspecs', codes: buildspecCodes },
  { title: 'Workflows', codes: workflowCodes },
  { title: 'Image files and task definitions', codes: fileCodes },
] as const satisfies readonly { readonly title: string; readonly codes: Readonly<Record<string, string>> }[]
