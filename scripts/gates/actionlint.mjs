// actionlint over every golden workflow.
import { gate, goldenFiles, said } from './gate.mjs'
import { golang } from './install.mjs'

gate({
  tool: 'actionlint',
  install: () => golang({ name: 'actionlint', module: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12' }),
  find: (program) => {
    const workflows = goldenFiles(/\/\.github\/workflows\/.*\.ya?ml$/)
    // Programs that happen to be on one machine's PATH must not change what is found.
    const { text, trouble } = said(program, ['-shellcheck=', '-pyflakes=', '-format', '{{json .}}', ...workflows])
    if (!text.trim().startsWith('[')) throw new Error(`actionlint failed: ${trouble}`)
    return JSON.parse(text).map(({ kind, filepath, line, column, message }) => ({
      rule: kind,
      where: `${filepath}:${line}:${column}`,
      says: message,
    }))
  },
})
