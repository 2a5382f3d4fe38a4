// A pipeline's declaration in the shape of the API, and what CloudFormation's properties become.
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html
import { camelKeys } from '../codebuild/camel-keys.ts'
import { awsError, type Shape } from '../service.ts'

export type ExecutionMode = 'SUPERSEDED' | 'QUEUED' | 'PARALLEL'

export interface ActionDeclaration {
  readonly name: string
  readonly actionTypeId: {
    readonly category: string
    readonly owner: string
    readonly provider: string
    readonly version: string
  }
  readonly runOrder: number
  readonly configuration: Readonly<Record<string, string>>
  readonly inputArtifacts: readonly { readonly name: string }[]
  readonly outputArtifacts: readonly { readonly name: string; readonly files?: readonly string[] }[]
  readonly namespace?: string
  readonly region?: string
  readonly roleArn?: string
  readonly timeoutInMinutes?: number
  readonly commands?: readonly string[]
  readonly outputVariables?: readonly string[]
  readonly environmentVariables?: readonly { readonly name: string; readonly value: string; readonly type?: string }[]
}

export interface StageDeclaration {
  readonly name: string
  readonly actions: readonly ActionDeclaration[]
  readonly onFailure?: { readonly result?: string; readonly retryConfiguration?: { readonly retryMode?: string } }
}

export interface PipelineDeclaration {
  readonly name: string
  readonly roleArn: string
  readonly artifactStore?: { readonly type: string; readonly location: string }
  readonly artifactStores?: Readonly<Record<string, { readonly location: string }>>
  readonly stages: readonly StageDeclaration[]
  readonly version: number
  readonly executionMode: ExecutionMode
  readonly pipelineType: 'V1' | 'V2'
  readonly variables: readonly { readonly name: string; readonly defaultValue?: string }[]
  readonly triggers: readonly Shape[]
}

const invalid = (code: string, message: string) => awsError(code, message)

const checkAction = (stage: string, action: ActionDeclaration, produced: ReadonlySet<string>): void => {
  for (const { name } of action.inputArtifacts) {
    if (produced.has(name)) continue
    const message = `Valid input artifacts must be provided: action "${action.name}" of stage "${stage}" takes "${name}", which no earlier action produces`
    throw invalid('InvalidActionDeclarationException', message)
  }
}

/** A declaration with its defaults; refuses what CreatePipeline refuses. */
export const declarationOf = (given: Shape, version: number): PipelineDeclaration => {
  const stages: StageDeclaration[] = (given.stages ?? []).map((stage: Shape) => ({
    ...stage,
    actions: (stage.actions ?? []).map((action: Shape) => ({
      ...action,
      runOrder: Number(action.runOrder ?? 1),
      configuration: Object.fromEntries(
        Object.entries(action.configuration ?? {}).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
      inputArtifacts: action.inputArtifacts ?? [],
      outputArtifacts: action.outputArtifacts ?? [],
      ...(action.timeoutInMinutes ? { timeoutInMinutes: Number(action.timeoutInMinutes) } : {}),
    })),
  }))
  const declaration: PipelineDeclaration = {
    name: String(given.name),
    roleArn: String(given.roleArn ?? ''),
    ...(given.artifactStore ? { artifactStore: given.artifactStore } : {}),
    ...(given.artifactStores ? { artifactStores: given.artifactStores } : {}),
    stages,
    version,
    executionMode: given.executionMode ?? 'SUPERSEDED',
    pipelineType: given.pipelineType ?? 'V1',
    variables: given.variables ?? [],
    triggers: given.triggers ?? [],
  }
  if (stages.length < 2) {
    const message = 'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline'
    throw invalid('InvalidStructureException', message)
  }
  const [first, ...later] = stages
  if (first?.actions.some((action) => action.actionTypeId.category !== 'Source')) {
    throw invalid('InvalidStructureException', 'Pipeline should start with a stage that only contains source actions')
  }
  if (later.some((stage) => stage.actions.some((action) => action.actionTypeId.category === 'Source'))) {
    throw invalid('InvalidStructureException', 'Source actions can only occur in the first stage of a pipeline')
  }
  if (declaration.executionMode !== 'SUPERSEDED' && declaration.pipelineType !== 'V2') {
    throw invalid('InvalidStructureException', `Execution mode ${declaration.executionMode} needs pipeline type V2`)
  }
  const names = stages.map((stage) => stage.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw invalid('InvalidStageDeclarationException', `Stage name "${twice}" is not unique`)
  const produced = new Set<string>()
  for (const stage of stages) {
    const ordered = [...stage.actions].sort((a, b) => a.runOrder - b.runOrder)
    for (const action of ordered) {
      checkAction(stage.name, action, produced)
      for (const { name } of action.outputArtifacts) {
        if (produced.has(name)) {
          throw invalid(
            'InvalidActionDeclarationException',
            `Output artifact name must be unique within a pipeline: "${name}"`,
          )
        }
        produced.add(name)
      }
    }
  }
  return declaration
}

/** The API's names for an AWS::CodePipeline::Pipeline's properties; a configuration's keys stay as they are. */
export const pipelineProperties = (properties: Shape): Shape => {
  const {
    restartExecutionOnUpdate: _,
    disableInboundStageTransitions: __,
    tags: ___,
    artifactStores,
    ...rest
  } = camelKeys(properties, ['configuration']) as Shape
  if (!artifactStores) return rest
  const stores = artifactStores.map((one: Shape) => [one.region, one.artifactStore])
  return { ...rest, artifactStores: Object.fromEntries(stores) }
}

/** The artifact bucket of an action. */
export const artifactBucket = (declaration: PipelineDeclaration, region: string): string =>
  declaration.artifactStore?.location ?? declaration.artifactStores?.[region]?.location ?? ''
