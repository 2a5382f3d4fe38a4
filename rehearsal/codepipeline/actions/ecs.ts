// The ECS deploy action: the images of imagedefinitions.json go into the service.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html and file-reference.html#pipelines-create-image-definitions
import { unzip } from '../../codebuild/zip.ts'
import type { World } from '../../world.ts'
import { type ActionProvider, failed } from '../action.ts'
import type { CodePipelinePorts } from '../ports.ts'

const largest = 100 * 1024

interface ImageDefinition {
  readonly name: string
  readonly imageUri: string
}

/** The image definitions in a text, or what is wrong with them. */
export const imageDefinitions = (text: string, file: string): readonly ImageDefinition[] => {
  if (Buffer.byteLength(text) > largest) throw new Error(`The image definition file ${file} is larger than 100 KB`)
  const wanted = '[{"name": "<container>", "imageUri": "<image>"}]'
  const parsed = (() => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new Error(`The image definition file ${file} contains invalid JSON format: write ${wanted}`)
    }
  })()
  if (!Array.isArray(parsed)) throw new Error(`The image definition file ${file} is not a list: write ${wanted}`)
  return parsed.map((one: Partial<ImageDefinition>) => {
    if (typeof one?.name === 'string' && typeof one.imageUri === 'string')
      return { name: one.name, imageUri: one.imageUri }
    throw new Error(`An entry of the image definition file ${file} lacks "name" or "imageUri": write ${wanted}`)
  })
}

/** The provider ECS. */
export const ecsAction =
  (world: World, { ecs }: CodePipelinePorts): ActionProvider =>
  async ({ configuration, inputs, signal, progress }) => {
    const { ClusterName = '', ServiceName = '', FileName = 'imagedefinitions.json', DeploymentTimeout } = configuration
    const [input] = inputs
    if (!input || inputs.length > 1)
      return failed('The ECS action takes exactly one input artifact', 'ConfigurationError')
    if (!ecs) return failed('There is no local ECS to deploy to', 'ConfigurationError')
    const file = unzip(Buffer.from(input.bytes))[FileName]
    if (!file) {
      return failed(
        `Did not find the image definition file ${FileName} in the input artifacts ZIP file. Verify the file is stored in your pipeline's Amazon S3 artifact bucket: ${input.name}`,
      )
    }
    const images = imageDefinitions(Buffer.from(file.data).toString(), FileName)
    const minutes = Math.min(60, Number(DeploymentTimeout ?? 60))
    const over = new AbortController()
    const done = new AbortController()
    void world.clock.sleep(minutes * 60_000, done.signal).then(() => {
      if (!done.signal.aborted) over.abort('TIMED_OUT')
    })
    progress({
      externalExecutionUrl: `https://console.aws.amazon.com/ecs/home#/clusters/${ClusterName}/services/${ServiceName}`,
    })
    const deployment = { cluster: ClusterName, service: ServiceName, images }
    const { ok, message } = await ecs.deploy(deployment, AbortSignal.any([signal, over.signal]))
    done.abort()
    if (ok) return { status: 'Succeeded', summary: message }
    const late = `The service ${ServiceName} did not become stable within ${minutes} minutes: ${message}`
    return failed(over.signal.aborted ? late : message)
  }
