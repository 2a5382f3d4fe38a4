// What CodePipeline's ECS action does: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
import type { Shape } from '../service.ts'
import type { Outcome } from './deployments.ts'
import { findService, type ServiceCare, updateService, waitForDeployment } from './services.ts'
import { registerTaskDefinition, taskDefinitionOf } from './task-definitions.ts'

/** New images for the containers of a service. */
export interface ImageDeployment {
  readonly cluster: string
  readonly service: string
  readonly images: readonly { readonly name: string; readonly imageUri: string }[]
}

/**
 * Copies the revision that the service uses, swaps the images, updates the service and waits. A deployment that was
 * rolled back is a failure, however healthy the service is afterwards.
 */
export const deployImages = async (
  care: ServiceCare,
  request: ImageDeployment,
  signal: AbortSignal,
): Promise<Outcome> => {
  const service = findService(care.state, request.cluster, request.service)
  if (service?.status !== 'ACTIVE') {
    return { ok: false, message: `service "${request.service}" does not exist in cluster "${request.cluster}"` }
  }
  const { given, arn } = taskDefinitionOf(care.state, service.given.taskDefinition)
  const containers: Shape[] = given.containerDefinitions
  const unknown = request.images.find((image) => !containers.some(({ name }) => name === image.name))
  if (unknown) {
    const names = containers.map(({ name }) => `"${name}"`).join(', ')
    return {
      ok: false,
      message: `container "${unknown.name}" is not in ${arn.split('/').pop()}; its containers are ${names}: name one of them in the image definitions`,
    }
  }
  const swapped = containers.map((container) => {
    const image = request.images.find(({ name }) => name === container.name)
    return image ? { ...container, image: image.imageUri } : container
  })
  const next = registerTaskDefinition(care.world, care.state, { ...given, containerDefinitions: swapped })
  const deployment = updateService(care, service, { taskDefinition: next.arn })
  if (!deployment) return { ok: true, message: `${service.name} runs these images already` }
  return waitForDeployment(care, service, { deployment, signal })
}
