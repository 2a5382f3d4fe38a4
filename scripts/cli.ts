#!/usr/bin/env node
// The command line: one line per verb here, one file per verb in commands/, loaded only when it is called.
import { Command, CommanderError } from 'commander'
import { report } from './report.ts'

// The SDK prints a notice about Node 20 into every command's output; the supported versions are in package.json.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const program = new Command('launchway')
  .description(
    'CI/CD and deployment for AWS: one typed file in, plain artifacts out; checked, previewed, deployed, rehearsed',
  )
  .option('--config <file>', 'the configuration file', 'launchway.config.ts')
  .showHelpAfterError('(see launchway --help)')
  .exitOverride()

const verb = (name: string, about: string) =>
  program.command(name).description(about).option('--json', 'print JSON instead of text').exitOverride()

verb('generate', 'write every artifact of the delivery')
  .option('--check', 'write nothing; fail when a committed file is stale')
  .action(async (_, command) => (await import('./commands/generate.ts')).generateCommand(command.optsWithGlobals()))
verb('check [files...]', 'check the delivery, or any template, buildspec, workflow, policy document or image file')
  .option('--require-cfn-lint', 'fail when cfn-lint cannot run')
  .option('--before <path>', 'a template, or a folder of them, as it is deployed: checks the step from there as well')
  .option('--format <name>', 'text, json, sarif or github (annotations)')
  .action(async (files, _, command) =>
    (await import('./commands/check.ts')).checkCommand(files, command.optsWithGlobals()),
  )
verb('diagram [stack]', 'draw the delivery and its layers from the references of the templates')
  .option('--environment <name>', 'the environment; the first one unless told')
  .option('--format <format>', 'svg or mermaid; both unless told')
  .option('--out <folder>', 'the folder to write to; docs/diagrams unless told')
  .option('--check', 'write nothing; fail when a committed picture is stale')
  .action(async (stack, _, command) =>
    (await import('./commands/diagram.ts')).diagramCommand(stack, command.optsWithGlobals()),
  )
verb('diff <before> <after>', 'what changes between two templates, or two folders of them, without a cloud')
  .option('--use-previous-values', 'a parameter that exists keeps its value, as "aws cloudformation deploy" has it')
  .action(async (before, after, _, command) =>
    (await import('./commands/diff.ts')).diffCommand(before, after, command.optsWithGlobals()),
  )
verb('preview', 'show what a deployment would change')
  .option('--environment <name>', 'the environment; the first one unless told')
  .option('--markdown', 'print the pull request comment')
  .action(async (_, command) => (await import('./commands/preview.ts')).previewCommand(command.optsWithGlobals()))
verb('deploy', 'deploy the stacks in the order of their imports')
  .option('--environment <name>', 'the environment; the first one unless told')
  .option('--yes', 'do not ask')
  .action(async (_, command) => (await import('./commands/deploy.ts')).deployCommand(command.optsWithGlobals()))
verb('watch', 'follow a pipeline execution: stages, build logs, rollouts')
  .option('--environment <name>', 'the environment; the first one unless told')
  .option('--execution <id>', 'the execution; the newest one unless told')
  .action(async (_, command) => (await import('./commands/watch.ts')).watchCommand(command.optsWithGlobals()))
verb('local', 'start the local AWS alone, in the foreground')
  .option('--port <number>', 'the port it listens on', '4566')
  .action(async (_, command) => (await import('./commands/local.ts')).localCommand(command.optsWithGlobals()))
verb('rehearse', 'the whole delivery on this machine: stacks, pipeline, rollout, rollback')
  .option('--once', 'stop after the last check instead of leaving the app running')
  .action(async (_, command) => (await import('./commands/rehearse.ts')).rehearseCommand(command.optsWithGlobals()))

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else process.exitCode = report(error, process.argv.includes('--json'))
}
