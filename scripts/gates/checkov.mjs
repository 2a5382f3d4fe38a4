// checkov's CloudFormation policies over every golden template. Nothing is asked of or sent to anybody.
import { gate, said } from './gate.mjs'
import { python } from './install.mjs'

gate({
  tool: 'checkov',
  install: () => python({ name: 'checkov', requirements: 'scripts/gates/checkov.requirements.txt' }),
  find: (program) => {
    const { text, trouble } = said(program, [
      ...['--framework', 'cloudformation', '--directory', 'test/golden', '--skip-download'],
      ...['--compact', '--quiet', '--output', 'json'],
    ])
    if (!text.trim().startsWith('{') && !text.trim().startsWith('[')) throw new Error(`checkov failed: ${trouble}`)
    const [report] = [JSON.parse(text)].flat()
    const broken = report.results.parsing_errors ?? []
    return [
      ...broken.map((where) => ({ rule: 'parsing-error', where, says: 'checkov cannot read this template' })),
      ...report.results.failed_checks.map(({ check_id, check_name, file_abs_path, resource, file_line_range }) => ({
        rule: check_id,
        where: `${file_abs_path}:${file_line_range[0]} ${resource}`,
        says: check_name,
      })),
    ]
  },
})
