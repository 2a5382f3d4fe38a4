// Loaded into every Node process of a measured command (NODE_OPTIONS): says, as that process ends, what it took.
const { appendFileSync, readFileSync } = require('node:fs')

const log = process.env.BENCH_PEAKS

// Processor time of the processes this one waited for, in milliseconds; where the system tells (proc_pid_stat(5), in
// ticks, of which Linux has a hundred a second).
const ofChildren = () => {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')
    return (Number(fields[13]) + Number(fields[14])) * 10
  } catch {
    return 0
  }
}

if (log)
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    const cpu = (userCPUTime + systemCPUTime) / 1000 + ofChildren()
    // Appended in one write, so that processes that end together do not mix.
    appendFileSync(log, `${JSON.stringify({ pid: process.pid, program: 'node', kilobytes: maxRSS, cpu })}\n`)
  })
