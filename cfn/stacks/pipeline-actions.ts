// The pipeline's actions as CodePipeline declares them. AWS CodePipeline User Guide, "Action structure reference".
import { type Build, type Does, type PipelineAction, type Service, slugOf } from '#model'
import type { Value } from '#model/value.ts'
import type { Json, Text } from '../template/given.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'
import { codeDeployFiles, imagePlaceholder } from './app-spec.ts'
import { changeSetName, roleArnOf } from './change-set-action.ts'
import { factValueOf, partedFacts, secretOf } from './facts.ts'
import { type Layers, present } from './layers.ts'
import { secretValueFrom } from './secret-reference.ts'

type ElementOf<T> = T extends readonly (infer E)[] ? E : never
type StageDeclaration = ElementOf<ResourceTypes['AWS::CodePipeline::Pipeline']['props']['Stages']>
type Declared<T> = T extends { readonly Actions: infer A } ? ElementOf<A> : never

/** One action of a stage, as the resource takes it. */
export type ActionDeclaration = Extract<Declared<StageDeclaration>, { readonly ActionTypeId: unknown }>

/** What actions point at. */
export interface Around {
  readonly layers: Layers
  readonly connection: Value<'connection-arn'>
  readonly branch: string
  readonly projectOf: (build: Build) => Text
  /** What CodeDeploy calls a service. */
  readonly nameOf: (service: Service) => string
}

type Declare = {
  readonly [K in Does['kind']]: (
    does: Extract<Does, { kind: K }>,
    action: PipelineAction,
    around: Around,
  ) => Omit<ActionDeclaration, 'Name'>
}

type DeclareAny = (does: Does, action: PipelineAction, around: Around) => Omit<ActionDeclaration, 'Name'>

/** The declaration of an action: what its kind says, and what all kinds say alike. */
export const actionDeclaration = (action: PipelineAction, around: Around): ActionDeclaration => {
  const declare = declarations[action.does.kind] as DeclareAny
  return {
    Name: action.name,
    ...declare(action.does, action, around),
    RunOrder: action.runOrder,
    ...(action.inputs.length > 0 && { InputArtifacts: action.inputs.map(({ name }) => ({ Name: name })) }),
    ...(action.makesArtifact && {
      OutputArtifacts: [{ Name: action.artifact.name, ...(action.files.length > 0 && { Files: action.files }) }],
    }),
  }
}

const variablesOf = (action: PipelineAction) =>
  Object.entries(action.environment).map(([name, given]) => ({
    name,
    value: typeof given === 'string' ? given : given.text,
  }))

const declarations: Declare = {
  // The pipeline's trigger starts it; DetectChanges would start it a second time for the same push.
  source: ({ repo }, action, { connection, branch }) => ({
    ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
    Namespace: action.namespace,
    Configuration: {
      ConnectionArn: connection,
      FullRepositoryId: slugOf(repo),
      BranchName: branch,
      OutputArtifactFormat: 'CODE_ZIP',
      DetectChanges: 'false',
    },
  }),
  build: ({ build }, action, { projectOf }) => {
    const variables = variablesOf(action).map((each) => ({ ...each, type: 'PLAINTEXT' }))
    return {
      ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
      Namespace: action.namespace,
      Configuration: {
        ProjectName: projectOf(build),
        ...(variables.length > 0 && { EnvironmentVariables: JSON.stringify(variables) }),
        ...(action.inputs.length > 1 && { PrimarySource: action.inputs[0]?.name ?? '' }),
      } satisfies Json,
    }
  },
  commands: ({ commands, facts, exports = [] }, action, { layers }) => {
    const { plain, secret } = partedFacts(facts)
    const variables = [
      ...plain.map(([Name, fact]) => ({ Name, Value: factValueOf(fact, layers) })),
      ...secret.map(([Name, fact]) => ({
        Name,
        Type: 'SECRETS_MANAGER' as const,
        Value: secretValueFrom(secretOf(fact, layers), 'build'),
      })),
      ...variablesOf(action).map(({ name, value }) => ({ Name: name, Value: value })),
    ]
    return {
      ActionTypeId: { Category: 'Compute', Owner: 'AWS', Provider: 'Commands', Version: '1' },
      Namespace: action.namespace,
      Commands: commands,
      ...(variables.length > 0 && { EnvironmentVariables: variables }),
      ...(exports.length > 0 && { OutputVariables: exports }),
    }
  },
  'deploy-image': ({ service }, action, { layers }) => ({
    ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'ECS', Version: '1' },
    Namespace: action.namespace,
    Configuration: {
      ClusterName: present(layers.cluster, 'the cluster').exports.clusterName,
      ServiceName: present(layers.services.get(service), `service ${service.name}`).exports.serviceName,
      FileName: service.imageFile,
    },
  }),
  // AWS CodePipeline User Guide, "Amazon ECS and CodeDeploy blue-green deploy action reference".
  'deploy-code': ({ service }, action, { nameOf }) => {
    const from = action.inputs[0]?.name ?? ''
    return {
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CodeDeployToECS', Version: '1' },
      Namespace: action.namespace,
      Configuration: {
        ApplicationName: nameOf(service),
        DeploymentGroupName: nameOf(service),
        AppSpecTemplateArtifact: from,
        AppSpecTemplatePath: codeDeployFiles.appSpec,
        TaskDefinitionTemplateArtifact: from,
        TaskDefinitionTemplatePath: codeDeployFiles.taskDefinition,
        Image1ArtifactName: from,
        Image1ContainerName: imagePlaceholder,
      },
    }
  },
  // It waits seven days, then fails. AWS CodePipeline User Guide, "Manual approval action reference".
  approve: ({ says, link }, action) => ({
    ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
    Namespace: action.namespace,
    Configuration: { CustomData: says, ExternalEntityLink: link },
  }),
  'prepare-change-set': ({ stackName, templatePath, parameters, roleName }, action) => ({
    ActionTypeId: cloudFormation,
    Namespace: action.namespace,
    Configuration: {
      ActionMode: 'CHANGE_SET_REPLACE',
      StackName: stackName,
      ChangeSetName: changeSetName,
      TemplatePath: `${action.inputs[0]?.name}::${templatePath}`,
      Capabilities: 'CAPABILITY_NAMED_IAM',
      RoleArn: roleArnOf(roleName),
      ...(Object.keys(parameters).length > 0 && { ParameterOverrides: JSON.stringify(parameters) }),
    } satisfies Json,
  }),
  'execute-change-set': ({ stackName }, action) => ({
    ActionTypeId: cloudFormation,
    Namespace: action.namespace,
    Configuration: { ActionMode: 'CHANGE_SET_EXECUTE', StackName: stackName, ChangeSetName: changeSetName },
  }),
}

const cloudFormation = { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' } as const
