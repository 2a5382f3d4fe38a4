import { type Alteration, wayOut } from '#model/way-out.ts'
import { type Resource, type ResourceType, resource } from '../template/resource.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'
import type { StackId } from './stack-id.ts'

/** Some properties of a type: each as it shall read, or made from how it reads. */
export type Altered<T extends ResourceType> = {
  readonly [P in keyof ResourceTypes[T]['props']]?:
    | ResourceTypes[T]['props'][P]
    | ((before: ResourceTypes[T]['props'][P]) => ResourceTypes[T]['props'][P])
}

/**
 * A resource that a template of ours holds, to take its values from. Generating says so when there is none of that type.
 * @example emitted('Vpc', 'AWS::EC2::VPC').ref
 */
export const emitted = <const T extends ResourceType>(logicalId: string, type: T): Resource<T> =>
  resource(logicalId, type, {} as ResourceTypes[T]['props'])

/**
 * Other properties for a resource of ours, checked by the compiler against its type.
 * @example alter('service-api', emitted('TargetGroup', 'AWS::ElasticLoadBalancingV2::TargetGroup'), { HealthCheckIntervalSeconds: 5 })
 */
export const alter = <const T extends ResourceType>(
  stack: StackId,
  of: Resource<T>,
  properties: Altered<T>,
): Alteration =>
  wayOut(
    {
      kind: 'alteration',
      stack,
      logicalId: of.logicalId,
      type: of.type,
      properties: { ...properties },
      environments: [],
    },
    alter,
  )
