import { asOwner, type Build, build, type Facts, factsOf, filePath, type Service } from '#model'
import type { Buildspec } from './grammar.ts'
import { quote } from './shell.ts'

/** The variable in which the migration is told its image: what the image build exports. */
export const migrateInput = 'IMAGE_URI' as const

// A migration is made by the owner of the database, whoever the program signs in as.
const facts = ({ uses, variables }: Service): Facts => factsOf({ uses: asOwner(uses), variables })

/** The project that migrates the schema with the very image that will be deployed; undefined when nothing migrates. */
export const migrateBuild = (service: Service): Build | undefined =>
  service.image.migrate === undefined
    ? undefined
    : build(`${service.name}-migrate`, {
        buildspec: filePath('buildspecs', 'out', `${service.name}-migrate.yml`),
        of: service,
        privileged: true,
        inVpc: service.uses.some((use) => use.may === 'connect'),
        facts: facts(service),
        grants: [{ may: 'pull-image', to: service }, ...asOwner(service.uses)],
      })

/** Runs the migration command inside the image, with the service's own environment. */
export const migrateBuildspec = (service: Service): Buildspec => {
  const given = Object.keys(facts(service)).map((key) => `--env ${key}`)
  return {
    version: 0.2,
    env: { shell: 'bash' },
    phases: {
      pre_build: {
        commands: [
          `aws ecr get-login-password | docker login --username AWS --password-stdin "\${${migrateInput}%%/*}"`,
        ],
      },
      build: {
        commands: [
          ['docker run --rm', ...given, `"$${migrateInput}"`, 'sh -c', quote(service.image.migrate ?? 'true')].join(
            ' ',
          ),
        ],
      },
    },
  }
}
