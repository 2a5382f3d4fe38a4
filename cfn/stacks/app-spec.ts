import { type Environment, type File, filePath, generatedHeader, type Service, serviceIn } from '#model'
import { codeDeployEvents } from '#model/deployment.ts'
import { printYaml } from '../print.ts'

/** What CodePipeline puts the task definition's ARN in the place of. AWS CodePipeline User Guide, "Amazon ECS and CodeDeploy blue-green deploy action reference". */
const taskDefinitionPlaceholder = '<TASK_DEFINITION>'

/** The placeholder of the image in `taskdef.json`, which `Image1ContainerName` of the pipeline's action names. */
export const imagePlaceholder = 'IMAGE1_NAME'

/** The files that CodePipeline's CodeDeployToECS action reads, by the names it expects; `imagedefinitions.json` is another action's. */
export const codeDeployFiles = {
  appSpec: 'appspec.yaml',
  taskDefinition: 'taskdef.json',
  imageDetail: 'imageDetail.json',
} as const

/** Where the `appspec.yaml` of a service is generated to. */
export const appSpecPath = (e: Environment, service: Service): File['path'] =>
  filePath('pipelines', 'out', `${e.name}.${service.name}.appspec.yaml`)

/**
 * What CodeDeploy does with a service: which container takes the traffic, and the functions asked on the way. Undefined
 * for a service that ECS deploys. AWS CodeDeploy User Guide, "AppSpec file structure for Amazon ECS deployments".
 */
export const appSpecOf = (e: Environment, declared: Service): File | undefined => {
  const service = serviceIn(declared, e)
  const { deploy, container } = service
  if (deploy.kind !== 'code-deploy') return undefined
  const hooks = codeDeployEvents.flatMap((event) => {
    const name = deploy.hooks[event]
    return name === undefined ? [] : [{ [event]: name }]
  })
  const body = {
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinitionPlaceholder,
            LoadBalancerInfo: { ContainerName: container.name, ContainerPort: container.port },
          },
        },
      },
    ],
    ...(hooks.length > 0 && { Hooks: hooks }),
  }
  const from = 'launchway.config.ts'
  const text = `${generatedHeader(from)}\nversion: 0.0${printYaml(body)}\n`
  return { path: appSpecPath(e, declared), text, from }
}
