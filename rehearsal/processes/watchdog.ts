// A process of its own that outlives the rehearsal by a moment. Its standard input is a pipe that the rehearsal holds
// open; the end of that pipe means the rehearsal is gone, however it went (SIGKILL included). Then everything that
// carries the marker is ended and the directories are removed. There is no window: a child that exists but has not
// reached exec still holds the other end of the pipe, and after exec it carries the marker.
// Arguments: the rehearsal's id, then directories. Lines on the pipe: further directories.
import { createInterface } from 'node:readline'
import { sweep } from './sweep.ts'

const [id = '', ...directories] = process.argv.slice(2)
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => directories.push(line))
lines.once('close', () => {
  sweep({ id, directories, grace: 300 }).then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
process.stdout.write('ready\n')
