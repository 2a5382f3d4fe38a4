import { type Problem, refuse } from '../problem.ts'
import type { Placed } from '../read/buildspec.ts'
import { resourcesOf } from '../read/follow.ts'
import { oncePer } from '../read/once.ts'
import { buildspecOf } from '../read/project.ts'
import { isOpen, variablesReadBy, variablesSetBy } from '../read/shell.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

// AWS CodeBuild User Guide, "Environment variables in build environments"; the rest is the shell's own.
const known =
  /^(CODEBUILD_\w+|AWS_(DEFAULT_REGION|REGION|CONTAINER_\w+|EXECUTION_ENV)|BASH\w*|DIRSTACK|EUID|FUNCNAME|GROUPS|HOME|HOSTNAME|HOSTTYPE|IFS|LANG|LC_\w+|LINENO|LOGNAME|MACHTYPE|OLDPWD|OPTARG|OPTIND|OSTYPE|PATH|PIPESTATUS|PPID|PWD|RANDOM|REPLY|SECONDS|SHELL|SHLVL|TERM|TMPDIR|UID|USER)$/

type Command = Pick<Placed, 'text'>

// What a command reads and sets, told from its text alone.
const shellOf = oncePer(({ text }: Command) => ({
  reads: variablesReadBy(text).filter((name) => !known.test(name)),
  sets: variablesSetBy(text),
  isOpen: isOpen(text),
}))

// In the order they run; after a script is read into the shell nothing can be said any more.
const unsetIn = <T extends Command>(
  commands: readonly T[],
  given: readonly string[],
): readonly (T & { readonly name: string })[] => {
  const set = new Set(given)
  const found: (T & { readonly name: string })[] = []
  for (const command of commands) {
    const shell = shellOf(command)
    for (const name of shell.sets) set.add(name)
    const missing = shell.reads.filter((name) => !set.has(name))
    found.push(...missing.map((name) => ({ ...command, name })))
    if (shell.isOpen) return found
  }
  return found.filter((each, at) => found.findIndex((other) => other.name === each.name) === at)
}

const inBuilds = (world: World): readonly Problem[] => {
  const builds = world.pipelines.flatMap((each) => each.actions).filter((each) => each.provider === 'CodeBuild')
  // An action whose project is unknown may be the one that runs any project.
  const isUnclear = builds.some((each) => each.project?.resource.Type !== 'AWS::CodeBuild::Project')
  const byTemplate = new Map<unknown, typeof builds>()
  for (const each of builds)
    byTemplate.set(each.project?.template, [...(byTemplate.get(each.project?.template) ?? []), each])
  return resourcesOf(world.templates, 'AWS::CodeBuild::Project').flatMap((project) => {
    const { template, logicalId, properties } = project
    const buildspec = buildspecOf(world, project)
    if (!buildspec) return []
    const environment = listOf(recordOf(properties.Environment).EnvironmentVariables)
    const own = [...environment.map((each) => String(recordOf(each).Name)), ...buildspec.variables]
    const actions = (byTemplate.get(template) ?? []).filter((each) => each.project?.logicalId === logicalId)
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
}

const inActions = ({ pipelines }: World): readonly Problem[] =>
  pipelines.flatMap(({ actions }) =>
    actions.flatMap((action) =>
      unsetIn(action.commands, action.variables).map(({ name, at }) =>
        refuse(at(), [
          `$${name} is read, but action "${action.name}" does not set it`,
          `add ${name} to its EnvironmentVariables, or say what an unset one means: \${${name}:-…}`,
        ]),
      ),
    ),
  )

/** Environment variables that commands read and nobody sets: an empty text in the middle of a command. */
export const variableUnset: Rule = (world) => [...inBuilds(world), ...inActions(world)]
