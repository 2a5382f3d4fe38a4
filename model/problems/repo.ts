import { isLoose, type Report, show } from './report.ts'

/** What can be wrong with the repository. */
export const checkRepo = (report: Report, repo: unknown, here: unknown) => {
  if (!isLoose(repo) || repo.kind !== 'repo')
    return report(here, 'repo-missing', `repo is ${show(repo)}`, "add repo: github('owner/name')")
  if (!/^[A-Za-z0-9-]+$/.test(String(repo.owner)) || !/^[\w.-]+$/.test(String(repo.name)))
    report(
      repo,
      'repo-malformed',
      `repository ${show([repo.owner, repo.name].filter(Boolean).join('/'))} is not of the form owner/name`,
      "write it as GitHub does: github('owner/name')",
    )
  if (typeof repo.release !== 'string' || !/^[\w./-]+$/.test(repo.release))
    report(
      repo,
      'branch-malformed',
      `release branch ${show(repo.release)} is no branch name`,
      "use one, such as release: 'production'",
    )
}
