import { type Build, build, type Facts, filePath, type Name, type Service } from '#model'
import type { Buildspec } from './grammar.ts'
import { quote } from './shell.ts'

const facts = (service: Service) => ({ REPOSITORY_URI: { is: 'repository-uri', of: service } }) satisfies Facts

/** The project that builds and pushes a service's image. It exports IMAGE_URI, the image by digest. */
export const imageBuild = (service: Service): Build<'IMAGE_URI'> =>
  build(`${service.name}-image`, {
    buildspec: filePath('buildspecs', 'out', `${service.name}-image.yml`),
    service,
    privileged: true,
    exports: ['IMAGE_URI'],
    facts: facts(service),
    grants: [{ may: 'push-image', to: service }],
  })

/** What must be in the environment of the image build besides its project's facts: the commit that is released. */
export const imageInput = 'RELEASE' as const

// One pair of printf arguments instead of a JSON text in the script: the container's name comes from its owner.
const imageDefinitions = (container: Name<'container'>, file: string) =>
  `printf '[{"name":"%s","imageUri":"%s"}]\\n' ${quote(container)} "$IMAGE_URI" > ${quote(file)}`

/**
 * Builds the Dockerfile, tags immutably (commit and build number: the same commit can be built again), pushes, and
 * writes the image definitions by digest. post_build runs even when build failed, hence the guard.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export const imageBuildspec = (service: Service): Buildspec => {
  const { image, container } = service
  return {
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': [...imageBuild(service).exports] },
    phases: {
      pre_build: {
        commands: [
          `IMAGE="$REPOSITORY_URI:\${${imageInput}:0:12}-$CODEBUILD_BUILD_NUMBER"`,
          'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY_URI%%/*}"',
        ],
      },
      build: {
        commands: [
          `docker build --file ${quote(`${image.context}/${image.dockerfile}`)} --platform ${image.platform} --build-arg "${imageInput}=$${imageInput}" --tag "$IMAGE" ${quote(image.context)}`,
        ],
      },
      post_build: {
        commands: [
          'test "$CODEBUILD_BUILD_SUCCEEDING" = 1',
          'docker push "$IMAGE"',
          `export IMAGE_URI="$(docker inspect --format '{{index .RepoDigests 0}}' "$IMAGE")"`,
          'test -n "$IMAGE_URI"',
          imageDefinitions(container.name, service.imageFile),
        ],
      },
    },
    artifacts: { files: [service.imageFile] },
  }
}
