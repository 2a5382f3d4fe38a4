// What goes wrong for users of GitHub, CodeBuild, CodePipeline, ECS and CloudFormation, and which check finds it.

type Row = readonly [problem: string, found: readonly string[], otherwise?: string]

const rows: readonly Row[] = [
  [
    'a new repository sends its ids in the subject, and the policy has names alone',
    ['subject-untrusted'],
    'whether a repository sends ids is not in any file; both forms are read',
  ],
  ['the subject of the job is another one than the policy has', ['subject-untrusted', 'trust-never-matches']],
  [
    'the policy was loosened until it worked',
    ['trust-for-all-values', 'trust-any-ref', 'trust-other-repository', 'trust-any-owner'],
  ],
  ['`id-token: write` is missing', ['id-token-missing', 'id-token-unused']],
  ['forks get no token', ['role-on-fork', 'role-on-target']],
  ['a called workflow has no token', ['id-token-not-granted', 'id-token-from-caller']],
  ['a pinned thumbprint went stale', ['thumbprint-pinned']],
  ['a condition on a claim that is never compared', ['trust-never-matches']],
  ['IAM accepted the policy, and it is open', ['trust-any-owner', 'trust-without-subject']],
  ['an enterprise issuer, and keys of the usual one', ['trust-never-matches']],
  ['the deployment waits for old tasks', [], 'a matter of time: `launchway watch` follows the deployment itself'],
  [
    'a step is green, and the rollout is not done',
    [],
    'a matter of time: `launchway watch` waits for the deployment to complete',
  ],
  ['a stack waits for three hours', ['circuit-breaker-missing']],
  ['a rollback that looks like success', [], 'known to ECS alone: `launchway watch` reports it as a failure'],
  ['a stack update puts an old image back', ['image-owned-twice']],
  ['a task definition with the keys of an answer', ['task-definition-read-only']],
  [
    'an action that does not know a new key',
    ['action-not-pinned'],
    'what a version of an action knows is not in any file',
  ],
  ['exec format error', ['architecture-differs']],
  [
    'the image file cannot be read',
    ['image-definitions-malformed', 'image-detail-malformed', 'image-file-unmade', 'image-container-unknown'],
  ],
  ['the deployment lacks a permission', ['pipeline-role-forbidden']],
  ['the connection is pending', [], 'a state of the account; the plan names it as a step by hand'],
  [
    'the pipeline does not start',
    ['pipeline-triggers-ignored'],
    'whether GitHub lets the connection see the repository is not in any file',
  ],
  ['git fails in a build', ['clone-forbidden']],
  ['a command is read as a mapping', ['command-mapping']],
  ['an image is pushed although the build failed', ['post-build-unguarded']],
  ["Docker Hub's limit", ['docker-hub-anonymous']],
  ['a custom-named resource requires replacing', ['named-resource-replaced']],
  [
    'a replacement that is none',
    [],
    '`launchway diff` names what each value follows, and calls it conditional where it is',
  ],
  ['a harmless change is called conditional', [], '`launchway diff` gives the property that makes it so'],
  ['a database is lost when it is replaced', ['replace-policy-missing', 'data-replaced', 'data-removed']],
  [
    'a parameter that flips removes a resource',
    ['data-removed'],
    '`launchway diff` resolves conditions, and lists it as removed',
  ],
  [
    'a default that changes, and nothing happens',
    [],
    '`launchway diff` has both modes: defaults, and `--use-previous-values`',
  ],
  ['an export in use', ['export-removed', 'export-changed', 'import-without-export']],
  ['a stack in ROLLBACK_COMPLETE', [], 'a state of the account; the plan deletes and creates in that state alone'],
  ['visitors miss files after a deployment', ['sync-deletes-assets']],
  ['an invalidation that refreshes nothing', ['invalidation-path']],
]

const cells = ([problem, found, otherwise]: Row, at: number): string => {
  const checks = found.map((code) => `[${code}](#${code})`).join(', ')
  const said = [checks, otherwise].filter(Boolean).join('; ')
  return `| N${String(at + 1).padStart(2, '0')} | ${problem} | ${said} |`
}

/** The table of known problems, as Markdown. */
export const problemsTable = [
  '## Known problems, and what finds them',
  '',
  '| | problem | found by |',
  '|---|---|---|',
  ...rows.map(cells),
].join('\n')
