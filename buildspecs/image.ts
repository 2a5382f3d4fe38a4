import { type Build, build, type Facts, filePath, type Grant, type Name, type Service } from '#model'
import type { Buildspec } from './grammar.ts'
import { buildxCommands, needsBuildx } from './image-buildx.ts'
import { scanCommands } from './image-scan.ts'
import { quote } from './shell.ts'

const facts = (service: Service) => ({ REPOSITORY_URI: { is: 'repository-uri', of: service } }) satisfies Facts

const grants = (service: Service): readonly Grant[] => [
  { may: 'push-image', to: service },
  ...(service.image.refuse ? [{ may: 'read-scan', to: service } as const] : []),
]

/** The project that builds and pushes a service's image. It exports IMAGE_URI, the image by digest. */
export const imageBuild = (service: Service): Build<'IMAGE_URI'> =>
  build(`${service.name}-image`, {
    buildspec: filePath('buildspecs', 'out', `${service.name}-image.yml`),
    of: service,
    privileged: true,
    exports: ['IMAGE_URI'],
    facts: facts(service),
    grants: grants(service),
  })

/** What must be in the environment of the image build besides its project's facts: the commit that is released. */
export const imageInput = 'RELEASE' as const

/** The command that says which image goes into which container: the container's name comes from its owner. */
export const imageDefinitions = (container: Name<'container'>, file: string): string =>
  `printf '[{"name":"%s","imageUri":"%s"}]\\n' ${quote(container)} "$IMAGE_URI" > ${quote(file)}`

/** The commit and the build's number: the same commit can be built again, and no tag is ever written twice. */
export const imageTag = `IMAGE="$REPOSITORY_URI:\${${imageInput}:0:12}-$CODEBUILD_BUILD_NUMBER"`

/** Opens the registry that a variable's image address begins with. */
export const loginTo = (variable: string): string =>
  `aws ecr get-login-password | docker login --username AWS --password-stdin "\${${variable}%%/*}"`

// post_build runs even when build failed. AWS CodeBuild User Guide, "Build phase transitions".
const guard = 'test "$CODEBUILD_BUILD_SUCCEEDING" = 1'

const dockerCommands = (service: Service) => {
  const { image } = service
  return {
    pre_build: [],
    build: [
      `docker build --file ${quote(`${image.context}/${image.dockerfile}`)} --platform ${image.platform} --build-arg "${imageInput}=$${imageInput}" --tag "$IMAGE" ${quote(image.context)}`,
    ],
    post_build: [
      'docker push "$IMAGE"',
      `export IMAGE_URI="$(docker inspect --format '{{index .RepoDigests 0}}' "$IMAGE")"`,
    ],
    files: [],
  }
}

/**
 * Builds the Dockerfile, tags immutably, pushes, and writes the image definitions by digest.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export const imageBuildspec = (service: Service): Buildspec => {
  const { image, container } = service
  const made = needsBuildx(image) ? buildxCommands(service, imageInput) : dockerCommands(service)
  return {
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': [...imageBuild(service).exports] },
    phases: {
      pre_build: { commands: [imageTag, loginTo('REPOSITORY_URI'), ...made.pre_build] },
      build: { commands: [made.build[0] ?? 'true', ...made.build.slice(1)] },
      post_build: {
        commands: [
          guard,
          ...made.post_build,
          'test -n "$IMAGE_URI"',
          ...(image.refuse ? scanCommands(image.refuse, image.sbom) : []),
          imageDefinitions(container.name, service.imageFile),
        ],
      },
    },
    artifacts: { files: [service.imageFile, ...made.files] },
  }
}
