// Wrong inputs of custom actions: each must not compile. The reason stands behind the marker.

import { preview } from '#actions/preview/action.ts'
import { readInputs } from '#actions/read-inputs.ts'
import { action, choice, context, optional, text, use } from '#model'

const deploy = action('deploy', {
  about: 'Deploys',
  inputs: {
    stack: text('The stack'),
    mode: choice('How', ['all', 'changed']),
    note: optional(text('A note')),
  },
  outputs: { version: 'What was deployed' },
})

// What is right compiles, expressions and left-out options included.
const step = use('Deploy', deploy, { with: { stack: context.sha, mode: 'all' } })
use('Deploy', deploy, { with: { stack: 'web', mode: 'changed', note: 'hello' } })
step.outputs.version

// @ts-expect-error the input "mode" is missing
use('Deploy', deploy, { with: { stack: 'web' } })

// @ts-expect-error there is no input "stak"
use('Deploy', deploy, { with: { stack: 'web', mode: 'all', stak: 'web' } })

// @ts-expect-error "some" is none of the choices
use('Deploy', deploy, { with: { stack: 'web', mode: 'some' } })

// @ts-expect-error inputs are texts
use('Deploy', deploy, { with: { stack: 1, mode: 'all' } })

// @ts-expect-error there is no output "versions"
step.outputs.versions

// @ts-expect-error the preview must be told its environment
use('Preview', preview, { with: {} })

const read = readInputs(deploy, {})
// @ts-expect-error the action never declared "stak"
read.stak
// @ts-expect-error what was read is one of the choices, or empty when it was optional
const mode: 'some' = read.mode

/** Kept so that nothing above counts as unused. */
export const used: readonly unknown[] = [mode]
