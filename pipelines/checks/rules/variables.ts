import { type Problem, refuse } from '../problem.ts'
import type { Placed } from '../read/buildspec.ts'
import { resourcesOf } from '../read/follow.ts'
import { isOpen, variablesReadBy, variablesSetBy } from '../read/shell.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

// AWS CodeBuild User Guide, "Environment variables in build environments"; the rest is the shell's own.
const known =
  /^(CODEBUILD_\w+|AWS_(DEFAULT_REGION|REGION|CONTAINER_\w+|EXECUTION_ENV)|BASH\w*|DIRSTACK|EUID|FUNCNAME|GROUPS|HOME|HOSTNAME|HOSTTYPE|IFS|LANG|LC_\w+|LINENO|LOGNAME|MACHTYPE|OLDPWD|OPTARG|OPTIND|OSTYPE|PATH|PIPESTATUS|PPID|PWD|RANDOM|REPLY|SECONDS|SHELL|SHLVL|TERM|TMPDIR|UID|USER)$/

interface Unset extends Placed {
  readonly name: string
}

// In the order they run; after a script is read into the shell nothing can be said any more.
const unsetIn = (commands: readonly Placed[], given: readonly string[]): readonly Unset[] => {
  const set = new Set(given)
  const found: Unset[] = []
  for (const command of commands) {
    for (const name of variablesSetBy(command.text)) set.add(name)
    const missing = variablesReadBy(command.text).filter((name) => !set.has(name) && !known.test(name))
    found.push(...missing.map((name) => ({ ...command, name })))
    if (isOpen(command.text)) return found
  }
  return found.filter((each, at) => found.findIndex((other) => other.name === each.name) === at)
}

const inBuilds = (world: World): readonly Problem[] =>
  resourcesOf(world.templates, 'AWS::CodeBuild::Project').flatMap((project) => {
    const { template, logicalId, properties } = project
    const path = recordOf(template.resolved(properties.Source)).BuildSpec
    const buildspec = world.buildspecs.find((each) => each.path === path)
    if (!buildspec) return []
    const environment = listOf(recordOf(properties.Environment).EnvironmentVariables)
    const own = [...environment.map((each) => String(recordOf(each).Name)), ...buildspec.variables]
    const builds = world.pipelines.flatMap((each) => each.actions).filter((each) => each.provider === 'CodeBuild')
    const actions = builds.filter((each) => each.project?.template === template && each.project.logicalId === logicalId)
    // An action whose project is unknown may be the one that runs this project.
    const isUnclear = builds.some((each) => each.project?.resource.Type !== 'AWS::CodeBuild::Project')
    const runs = actions.length > 0 ? actions : isUnclear ? [] : [undefined]
    return runs.flatMap((action) =>
      unsetIn(buildspec.commands, [...own, ...(action?.variables ?? [])]).map(({ name, at }) =>
        refuse(at, [
          action
            ? `$${name} is read, but neither project "${logicalId}" nor action "${action.name}" sets it`
            : `$${name} is read, but project "${logicalId}" does not set it`,
          `set ${name} there, or say what an unset one means: \${${name}:-…}`,
        ]),
      ),
    )
  })

const inActions = ({ pipelines }: World): readonly Problem[] =>
  pipelines.flatMap(({ actions }) =>
    actions.flatMap((action) => {
      const commands = action.commands.map((text, at) => ({ text, at: action.at('Commands', at) }))
      return unsetIn(commands, action.variables).map(({ name, at }) =>
        refuse(at, [
          `$${name} is read, but action "${action.name}" does not set it`,
          `add ${name} to its EnvironmentVariables, or say what an unset one means: \${${name}:-…}`,
        ]),
      )
    }),
  )

/** Environment variables that commands read and nobody sets: an empty text in the middle of a command. */
export const variableUnset: Rule = (world) => [...inBuilds(world), ...inActions(world)]
