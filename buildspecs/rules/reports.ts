import { instead } from '#model/nearest.ts'
import { error, type Findings, valueIn } from './given.ts'
import { keysOf, mapOf, text, texts, type ValueRule, yesNo } from './shapes.ts'

const formats = [
  'CUCUMBERJSON',
  'JUNITXML',
  'NUNITXML',
  'NUNIT3XML',
  'TESTNGXML',
  'VISUALSTUDIOTRX',
  'CLOVERXML',
  'COBERTURAXML',
  'JACOCOXML',
  'SIMPLECOV',
]
const most = 5

const format: ValueRule = (entry) => {
  const { value } = entry
  if (value.is !== 'text') return text(entry)
  return formats.includes(value.text.toUpperCase()) || value.text.includes('$')
    ? []
    : error('buildspec-word', value.at, [
        `"file-format" is "${value.text}"`,
        instead(value.text.toUpperCase(), formats),
      ])
}

const group = mapOf(
  (map, entry): Findings => [
    ...keysOf(map, { files: texts, 'file-format': format, 'base-directory': text, 'discard-paths': yesNo }),
    ...(valueIn(map, 'files')
      ? []
      : error('report-without-files', entry.at, [
          `report group "${entry.key}" has no files`,
          'add "files" with the places of its reports',
        ])),
  ],
)

/** Report groups, by name or ARN. AWS CodeBuild User Guide, "Build specification reference", reports. */
export const reports = mapOf((map, entry) => [
  ...map.entries.flatMap(group),
  ...(map.entries.length > most
    ? error('reports-too-many', entry.at, [
        `there are ${map.entries.length} report groups`,
        `leave at most ${most}: a project has no more`,
      ])
    : []),
])
