import { type Problem, refuse, warn } from '../problem.ts'
import type { ReadBuildspec } from '../read/buildspec.ts'
import { type Found, resourcesOf } from '../read/follow.ts'
import { oncePer } from '../read/once.ts'
import { buildspecOf } from '../read/project.ts'
import { recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

// What asks the Docker daemon; "docker login" only writes a file.
const runsDocker =
  /(^|[\s;&|(])docker(-compose\s|\s+(build|buildx|compose|container|create|exec|image|load|pull|push|run|save|tag)\b)/
// A script or another program may run Docker without saying so.
const isOpaque =
  /(^|[\s;&|(/.])(\.\/|\S+\.sh\b|make\b|npm\b|npx\b|pnpm\b|yarn\b|mvn|gradle|\.?\/?gradlew\b|tox\b|pytest\b|go\s+test\b|sam\b|cdk\b|docker|podman|buildah)/

const dockerOf = oncePer(({ commands }: ReadBuildspec) => ({
  first: commands.find(({ text }) => runsDocker.test(text)),
  may: commands.some(({ text }) => isOpaque.test(text)),
}))

interface Build {
  readonly project: Found
  readonly buildspec: ReadBuildspec
  readonly privileged: unknown
  readonly at: () => Problem['at']
}

// A Docker server of its own, or one of a fleet, needs no privilege. AWS CodeBuild User Guide, "Docker server".
const eachBuild = (world: World, judge: (build: Build) => readonly Problem[]): readonly Problem[] =>
  resourcesOf(world.templates, 'AWS::CodeBuild::Project').flatMap((project) => {
    const { template, logicalId, properties } = project
    const environment = recordOf(template.resolved(properties.Environment))
    const buildspec = buildspecOf(world, project)
    if (!buildspec || environment.DockerServer !== undefined || environment.Fleet !== undefined) return []
    const key = 'PrivilegedMode' in environment ? ['PrivilegedMode'] : []
    const at = () => template.at('Resources', logicalId, 'Properties', 'Environment', ...key)
    return judge({ project, buildspec, privileged: environment.PrivilegedMode ?? false, at })
  })

/** Builds that run Docker where there is no daemon: "Cannot connect to the Docker daemon". */
export const dockerForbidden: Rule = (world) =>
  eachBuild(world, ({ project, buildspec, privileged, at }) => {
    const { first } = dockerOf(buildspec)
    return first && String(privileged) === 'false'
      ? [
          refuse(at(), [
            `project "${project.logicalId}" is not privileged, and ${buildspec.path} runs "${first.text.slice(0, 40)}"`,
            'write PrivilegedMode: true, which the Docker daemon needs',
          ]),
        ]
      : []
  })

/** Builds that are as good as root on their machine, and run nothing that needs it. */
export const privilegeNeedless: Rule = (world) =>
  eachBuild(world, ({ project, buildspec, privileged, at }) =>
    String(privileged) !== 'true' || buildspec.commands.length === 0 || dockerOf(buildspec).may
      ? []
      : [
          warn(at(), [
            `project "${project.logicalId}" is privileged, and no command of ${buildspec.path} runs Docker`,
            'write PrivilegedMode: false',
          ]),
        ],
  )
