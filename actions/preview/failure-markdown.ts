import { type Finding, printFinding } from '#model'

/** What the comment says instead of a plan that could not be made, so that nobody trusts an older one. */
export const failureMarkdown = (environment: string, findings: readonly Finding[]): string =>
  [
    `### The preview of \`${environment}\` failed`,
    '',
    'What merging would change is not known.',
    '',
    '````',
    ...findings.map((each) => printFinding(each)),
    '````',
    '',
  ].join('\n')
