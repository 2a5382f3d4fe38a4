// What a repository allows beside holding images, as far as a choice asks for it.
import type { Delivery, Environment, Service } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { policy } from '../template/policy.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'

type RepositoryProperties = ResourceTypes['AWS::ECR::Repository']['props']

/**
 * Immutable tags, but for the one that holds BuildKit's cache; and the accounts that take images from here.
 * Amazon ECR User Guide, "Preventing image tags from being overwritten" and "Repository policy examples".
 */
export const repositorySettings = (d: Delivery, e: Environment, service: Service): RepositoryProperties => ({
  ...(service.image.cache === 'registry'
    ? {
        ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        ImageTagMutabilityExclusionFilters: [
          { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'cache' },
        ],
      }
    : { ImageTagMutability: 'IMMUTABLE' }),
  ...takenFrom(d, e),
})

const takenFrom = (d: Delivery, e: Environment): RepositoryProperties => {
  const later = d.pipelines
    .filter(({ promotes }) => promotes === e)
    .flatMap(({ environments }) => environments ?? [])
    .map(({ account }) => account)
  const accounts = [...new Set(later)].filter((account) => account !== e.account)
  if (accounts.length === 0) return {}
  return {
    // The repository itself is the resource, so a statement names none.
    RepositoryPolicyText: policy({
      Sid: 'LaterEnvironmentsTakeImages',
      Effect: 'Allow',
      Action: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:DescribeImages',
        'ecr:GetDownloadUrlForLayer',
      ],
      Principal: { AWS: accounts.map((account) => sub`arn:${pseudo.partition}:iam::${account}:root`) },
    }),
  }
}
