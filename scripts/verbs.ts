import type { Options } from './report.ts'

/** Every option of every verb, as commands are given them. */
export interface Given extends Options {
  readonly before?: string
  readonly check?: boolean
  readonly execution?: string
  readonly format?: string
  readonly markdown?: boolean
  readonly once?: boolean
  readonly out?: string
  readonly port: string
  readonly requireCfnLint?: boolean
  readonly usePreviousValues?: boolean
  readonly yes?: boolean
}

/** An option: how it is written, what it does, and its value when it is left out. */
export type VerbOption = readonly [flags: string, about: string, otherwise?: string]

/** A verb of the command line. */
export interface Verb {
  readonly about: string
  /** What stands behind the verb: `<before>` must, `[stack]` may, `[files...]` may more than once. */
  readonly words?: string
  readonly options?: readonly VerbOption[]
  /** Loads what the verb needs, only when it is called. */
  readonly run: (given: Given, words: readonly string[]) => Promise<void>
}

/** Options that every verb takes. */
export const sharedOptions = {
  program: [['--config <file>', 'the configuration file', 'launchway.config.ts']],
  verb: [['--json', 'print JSON instead of text']],
} satisfies Record<string, readonly VerbOption[]>

const environment: VerbOption = ['--environment <name>', 'the environment; the first one unless told']

/** Verbs by their names, in the order in which they are listed. */
export type Verbs = Readonly<Record<string, Verb>>

/** The verbs there are. */
export const verbs: Verbs = {
  generate: {
    about: 'write every artifact of the delivery',
    options: [['--check', 'write nothing; fail when a committed file is stale']],
    run: async (given) => (await import('./commands/generate.ts')).generateCommand(given),
  },
  check: {
    about: 'check the delivery, or any template, buildspec, workflow, policy document or image file',
    words: '[files...]',
    options: [
      ['--require-cfn-lint', 'fail when cfn-lint cannot run'],
      ['--before <path>', 'a template, or a folder of them, as it is deployed: checks the step from there as well'],
      ['--format <name>', 'text, json, sarif or github (annotations)'],
    ],
    run: async (given, files) => (await import('./commands/check.ts')).checkCommand(files, given),
  },
  diagram: {
    about: 'draw the delivery and its layers from the references of the templates',
    words: '[stack]',
    options: [
      environment,
      ['--format <format>', 'svg or mermaid; both unless told'],
      ['--out <folder>', 'the folder to write to; docs/diagrams unless told'],
      ['--check', 'write nothing; fail when a committed picture is stale'],
    ],
    run: async (given, [stack]) => (await import('./commands/diagram.ts')).diagramCommand(stack, given),
  },
  diff: {
    about: 'what changes between two templates, or two folders of them, without a cloud',
    words: '<before> <after>',
    options: [
      ['--use-previous-values', 'a parameter that exists keeps its value, as "aws cloudformation deploy" has it'],
    ],
    run: async (given, [before = '', after = '']) =>
      (await import('./commands/diff.ts')).diffCommand(before, after, given),
  },
  preview: {
    about: 'show what a deployment would change',
    options: [environment, ['--markdown', 'print the pull request comment']],
    run: async (given) => (await import('./commands/preview.ts')).previewCommand(given),
  },
  deploy: {
    about: 'deploy the stacks in the order of their imports',
    options: [environment, ['--yes', 'do not ask']],
    run: async (given) => (await import('./commands/deploy.ts')).deployCommand(given),
  },
  watch: {
    about: 'follow a pipeline execution: stages, build logs, rollouts',
    options: [environment, ['--execution <id>', 'the execution; the newest one unless told']],
    run: async (given) => (await import('./commands/watch.ts')).watchCommand(given),
  },
  local: {
    about: 'start the local AWS alone, in the foreground',
    options: [['--port <number>', 'the port it listens on', '4566']],
    run: async (given) => (await import('./commands/local.ts')).localCommand(given),
  },
  rehearse: {
    about: 'the whole delivery on this machine: stacks, pipeline, rollout, rollback',
    options: [['--once', 'stop after the last check instead of leaving the app running']],
    run: async (given) => (await import('./commands/rehearse.ts')).rehearseCommand(given),
  },
}
