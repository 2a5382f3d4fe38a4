import { isInside, type Loose, type Report, show } from './report.ts'

/** What can be wrong with the pages that nginx serves. */
export const checkPages = (report: Report, pages: Loose, service: Loose) => {
  if (!isInside(pages.output))
    report(
      service,
      'path-outside-repository',
      `service ${show(service.name)} serves pages from ${show(pages.output)}`,
      'give output as a path below the folder',
    )
  for (const key of ['install', 'build'] as const)
    if (typeof pages[key] !== 'string' || pages[key] === '' || pages[key].includes('\n'))
      report(
        service,
        'site-without-build',
        `service ${show(service.name)} builds its pages with ${key} ${show(pages[key])}`,
        `give one command on one line: ${key}: 'npm ${key === 'build' ? 'run build' : 'ci'}'`,
      )
}
