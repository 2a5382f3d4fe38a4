/**
 * A GitHub workflow by choice, beside preview and sync: `ci` checks every pull request, `drift` compares the stacks with
 * what really runs once a day, `release` starts the pipelines of one environment by hand.
 */
export type WorkflowChoice = 'ci' | 'drift' | 'release'

/** All of them, for messages and checks. */
export const workflowChoices: readonly WorkflowChoice[] = ['ci', 'drift', 'release']
