import { type Build, build, type Delivery, type Environment, filePath, type Service } from '#model'
import type { Buildspec } from './grammar.ts'
import { imageDefinitions, imageInput, imageTag, loginTo } from './image.ts'
import { quote } from './shell.ts'

/** The tag that an environment puts on an image once it serves there: what the next environment may take. */
export const releasedTag = (variable: string): string => `"released-$${variable}"`

/** The repository of a service in an environment, as every account can spell it. */
const repositoryOf = (d: { readonly name: string }, e: Environment, service: Service) => ({
  registry: e.account,
  region: e.region,
  name: `${d.name}/${e.name}/${service.name}`,
  uri: `${e.account}.dkr.ecr.${e.region}.amazonaws.com/${d.name}/${e.name}/${service.name}`,
})

/** The project that copies an image from one environment's registry to the next one's, byte for byte. */
export const promoteBuild = (d: Delivery, service: Service, from: Environment): Build<'IMAGE_URI'> =>
  build(`${service.name}-promote`, {
    buildspec: filePath('buildspecs', 'out', `${service.name}-promote-from-${from.name}.yml`),
    of: service,
    privileged: true,
    exports: ['IMAGE_URI'],
    facts: {
      REPOSITORY_URI: { is: 'repository-uri', of: service },
      FROM_URI: { is: 'text', text: repositoryOf(d, from, service).uri },
    },
    grants: [
      { may: 'push-image', to: service },
      { may: 'copy-image', to: service, from },
    ],
  })

/**
 * Takes the image that serves in the other environment under this commit, and copies its manifest as it is: the same
 * digest here as there. https://docs.docker.com/reference/cli/docker/buildx/imagetools/create/
 */
export const promoteBuildspec = (d: Delivery, service: Service, from: Environment): Buildspec => {
  const { registry, region, name } = repositoryOf(d, from, service)
  const find = `aws ecr describe-images --registry-id ${registry} --region ${region} --repository-name ${quote(name)} --image-ids imageTag=${releasedTag(imageInput)} --query 'imageDetails[0].imageDigest' --output text`
  return {
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': ['IMAGE_URI'] },
    phases: {
      pre_build: {
        commands: [
          imageTag,
          `DIGEST="$(${find})" || { echo "commit $${imageInput} has not been released to ${from.name}; release it there first" >&2; exit 1; }`,
          loginTo('REPOSITORY_URI'),
          loginTo('FROM_URI').replace('get-login-password', `get-login-password --region ${region}`),
        ],
      },
      build: {
        commands: ['docker buildx imagetools create --prefer-index=false --tag "$IMAGE" "$FROM_URI@$DIGEST"'],
      },
      post_build: {
        commands: [
          'test "$CODEBUILD_BUILD_SUCCEEDING" = 1',
          `test "$(docker buildx imagetools inspect "$IMAGE" --format '{{.Manifest.Digest}}')" = "$DIGEST"`,
          'export IMAGE_URI="$REPOSITORY_URI@$DIGEST"',
          imageDefinitions(service.container.name, service.imageFile),
        ],
      },
    },
    artifacts: { files: [service.imageFile] },
  }
}
