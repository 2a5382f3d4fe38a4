// The source action of a connection: the files of a commit, and its variables.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
import { type ActionProvider, failed } from '../action.ts'
import type { CodePipelinePorts } from '../ports.ts'

/** The content of an artifact in the format CODEBUILD_CLONE_REF: not the files, but where CodeBuild clones them from. */
export interface CloneReference {
  readonly cloneRef: { readonly repository: string; readonly commit: string }
}

/** The provider CodeStarSourceConnection. */
export const connectionSource =
  ({ git, connections }: CodePipelinePorts): ActionProvider =>
  async ({ action, configuration, wanted }) => {
    const {
      ConnectionArn = '',
      FullRepositoryId = '',
      BranchName = '',
      OutputArtifactFormat = 'CODE_ZIP',
    } = configuration
    const status = connections ? connections.status(ConnectionArn) : 'AVAILABLE'
    if (status === undefined)
      return failed(`[CodeStar Connections] Connection ${ConnectionArn} not found`, 'ConfigurationError')
    if (status !== 'AVAILABLE') {
      const fix = 'finish it in the console under Developer Tools > Settings > Connections'
      return failed(
        `[CodeStar Connections] Connection ${ConnectionArn} is not available: it is ${status}; ${fix}`,
        'ConnectionNotAvailable',
      )
    }
    if (!git) return failed('There is no Git host behind the local connections', 'ConfigurationError')
    const branch = wanted?.branch ?? BranchName
    const id = wanted?.commit ?? (await git.headOf(FullRepositoryId, branch).catch(() => undefined))
    if (!id)
      return failed(`No Branch [${branch}] found for FullRepositoryName [${FullRepositoryId}]`, 'ConfigurationError')
    const commit = await git.commit(FullRepositoryId, id)
    const reference: CloneReference = { cloneRef: { repository: FullRepositoryId, commit: commit.id } }
    const isReference = OutputArtifactFormat === 'CODEBUILD_CLONE_REF'
    const bytes = isReference ? Buffer.from(JSON.stringify(reference)) : await git.archive(FullRepositoryId, commit.id)
    return {
      status: 'Succeeded',
      summary: JSON.stringify({ ProviderType: 'GitHub', CommitMessage: commit.message }),
      outputs: Object.fromEntries(action.outputArtifacts.map(({ name }) => [name, bytes])),
      variables: {
        AuthorDate: commit.authorDate,
        AuthorDisplayName: commit.authorName,
        AuthorEmail: commit.authorEmail,
        AuthorId: commit.authorName,
        BranchName: branch,
        CommitId: commit.id,
        CommitMessage: commit.message,
        ConnectionArn,
        FullRepositoryName: FullRepositoryId,
        ProviderType: 'GitHub',
      },
      revision: {
        id: commit.id,
        summary: commit.message,
        url: `https://github.com/${FullRepositoryId}/commit/${commit.id}`,
      },
    }
  }
