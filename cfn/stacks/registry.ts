import { type Delivery, type Environment, pascal, type Service, type Stack, stack } from '#model'
import { kept, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { merged, owned, type RegistryExports } from './layers.ts'
import { imageParameterOf, noImage, tagsOf } from './names.ts'
import { repositorySettings } from './repository-settings.ts'

/** An image repository per service, and the parameter that says which of its images runs. */
export const registry = (d: Delivery, e: Environment): Stack<RegistryExports> =>
  stack({ delivery: d.name, environment: e, id: 'registry', needs: {} }, () => {
    const made = d.services.map((service) => ({
      service,
      repository: repositoryOf(d, e, service),
      image: imageOf(d, e, service),
    }))
    return {
      template: template({
        description: `${d.name} ${e.name}: image repositories, and which image of each is deployed`,
        resources: made.flatMap(({ repository, image }) => [repository, image]),
        tags: tagsOf(d, e),
      }),
      exports: merged(
        made.map(({ service, repository, image }) =>
          owned(service.name, {
            'repository-name': repository.ref,
            'repository-arn': repository.att('Arn'),
            'repository-uri': repository.att('RepositoryUri'),
            'image-parameter': image.ref,
          }),
        ),
      ),
    }
  })

// Immutable tags: what a task definition names is what was tested. Old images go, a hundred releases stay to roll back to.
const repositoryOf = (d: Delivery, e: Environment, service: Service) =>
  resource(
    `${pascal(service.name)}Repository`,
    'AWS::ECR::Repository',
    {
      RepositoryName: `${d.name}/${e.name}/${service.name}`,
      ...repositorySettings(d, e, service),
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      LifecyclePolicy: { LifecyclePolicyText: JSON.stringify(lifecycle) },
    },
    kept,
  )

const lifecycle = {
  rules: [
    {
      rulePriority: 1,
      description: 'untagged images are left over from failed pushes',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      description: 'the last hundred releases',
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 },
      action: { type: 'expire' },
    },
  ],
}

// The pipeline overwrites this value. An update of the resource would write `none` back, so nothing here may ever
// depend on anything that changes: no description, no property that someone might want to tune.
const imageOf = (d: Delivery, e: Environment, service: Service) =>
  resource(`${pascal(service.name)}Image`, 'AWS::SSM::Parameter', {
    Name: imageParameterOf(d, e, service),
    Type: 'String',
    Value: noImage,
  })
