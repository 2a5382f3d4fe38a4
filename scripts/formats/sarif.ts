import type { Finding } from '#model'

const uriOf = (path: string): string => path.replaceAll('\\', '/').replace(/^\.\//, '')

const resultOf = ({ code, severity, at, says, fix }: Finding) => ({
  ruleId: code,
  level: severity,
  message: { text: `${says}\nfix: ${fix}` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: uriOf(at.file) },
        ...(at.line !== undefined && {
          region: { startLine: at.line, ...(at.column !== undefined && { startColumn: at.column }) },
        }),
      },
    },
  ],
})

/**
 * Findings as a SARIF log, which GitHub shows as code scanning alerts.
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const sarifOf = (findings: readonly Finding[]): string =>
  JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'launchway',
              rules: [...new Set(findings.map(({ code }) => code))].sort().map((id) => ({ id })),
            },
          },
          results: findings.map(resultOf),
        },
      ],
    },
    null,
    2,
  )
