// A rehearsal that the tests kill: it starts children of every kind and says which.
// Arguments: the watchdog, the id, the directory, how many rounds of children.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processes } from '../../../rehearsal/processes/processes.ts'
import { stopOnSignals } from '../../../rehearsal/processes/stop-on-signals.ts'

const [watchdog = '', id = '', home = '', rounds = '1'] = process.argv.slice(2)
const all = await processes({ id, watchdog, directories: [home], grace: 300 })
stopOnSignals(all.stop)
mkdirSync(home)
writeFileSync(join(home, 'kept'), 'x')
process.stdout.write('started\n')

const scripts = [
  'sleep 600', // an ordinary child
  'setsid sleep 600 & exec sleep 600', // a grandchild in a session of its own
  'trap "" TERM; while :; do sleep 1; done', // one that ignores SIGTERM
  `sleep 600 & env -i sh -c 'trap "" TERM; while :; do sleep 1; done' ${id}`, // one without an environment
]
for (let round = 0; round < Number(rounds); round++) {
  for (const script of scripts) {
    all.spawn({ command: 'sh', args: ['-c', script], cwd: home, env: { PATH: process.env.PATH } })
    process.stdout.write('child\n')
  }
}
process.stdout.write('all\n')
setInterval(() => {}, 1_000)
