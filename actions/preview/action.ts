import { action, optional, text } from '#model'

/** Shows on a pull request what its merge would change in one environment; changes nothing itself. */
export const preview = action('preview', {
  about: 'Shows in one comment what merging this pull request would change in an environment',
  inputs: {
    environment: text('The environment to preview'),
    manifest: optional(text('What to preview: its committed manifest, pipelines/out/<environment>.json unless given')),
    'github-token': optional(text('Writes the comment: needs pull-requests: write'), '${{ github.token }}'),
  },
  outputs: {
    changes: 'How many resources would change, in all stacks',
    risky: 'How many of them would be removed or replaced',
    'comment-id': 'The comment that was written; empty outside of pull requests',
  },
})
