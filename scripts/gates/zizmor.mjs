// zizmor’s audits over every golden workflow, without the network.
import { gate, goldenFiles, said } from './gate.mjs'
import { python } from './install.mjs'

gate({
  tool: 'zizmor',
  install: () => python({ name: 'zizmor', requirements: 'scripts/gates/zizmor.requirements.txt' }),
  find: (program) => {
    const workflows = goldenFiles(/\/\.github\/workflows\/.*\.ya?ml$/)
    const { text, trouble } = said(program, ['--offline', '--no-config', '--format', 'json', '--', ...workflows])
    if (!text.trim().startsWith('[')) throw new Error(`zizmor failed: ${trouble}`)
    return JSON.parse(text).map(({ ident, desc, locations }) => {
      const at = locations.find(({ symbolic }) => symbolic.kind === 'Primary') ?? locations[0]
      const { key } = at.symbolic
      const file = key?.Local?.verbatim_path ?? key?.Local?.given_path ?? JSON.stringify(key)
      return { rule: ident, where: `${file}:${at.concrete.location.start_point.row + 1}`, says: desc }
    })
  },
})
