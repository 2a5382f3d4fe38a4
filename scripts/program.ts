import { Command, CommanderError } from 'commander'
import { sharedOptions, type VerbOption, type Verbs } from './verbs.ts'

const withOptions = (command: Command, options: readonly VerbOption[]): Command => {
  for (const [flags, about, otherwise] of options) command.option(flags, about, otherwise)
  return command.exitOverride()
}

const programOf = (verbs: Verbs): Command => {
  const program = withOptions(new Command('launchway'), sharedOptions.program)
    .description(
      'CI/CD and deployment for AWS: one typed file in, plain artifacts out; checked, previewed, deployed, rehearsed',
    )
    .showHelpAfterError('(see launchway --help)')
  for (const [name, { about, words, options = [], run }] of Object.entries(verbs))
    withOptions(program.command(words ? `${name} ${words}` : name), [...sharedOptions.verb, ...options])
      .description(about)
      .action((...all) => {
        const command: Command = all.at(-1)
        return run(command.optsWithGlobals(), command.args)
      })
  return program
}

/** Reads any line: help, and what is wrong with a line that is not as it should be. Exit 2 for the latter. */
export const runProgram = async (words: readonly string[], verbs: Verbs): Promise<void> => {
  try {
    await programOf(verbs).parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? 0 : 2
  }
}
