import { randomUUID } from 'node:crypto'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { generate, manifestFrom } from '#pipelines/generate.ts'
import { preview } from '#pipelines/preview.ts'
import { eventText, planText } from '#pipelines/print/text.ts'
import { run } from '#pipelines/run.ts'
import { startMachine } from '#rehearsal/machine.ts'
import { loadConfig } from './load-config.ts'
import { systemClock } from './session.ts'
import { writeFiles } from './write-files.ts'

const t0 = performance.now()
const lap = (s: string) => console.log(s, (performance.now() - t0).toFixed(0))
const d = await loadConfig('/work/main')
const files = generate(d)
writeFiles('/work/main', files)
lap('generated ' + files.length)
const e = d.environments[0]!
const machine = await startMachine({
  port: 0,
  account: e.account,
  region: e.region,
  id: randomUUID(),
  env: process.env,
  programs: { watchdog: '/tmp/t2/watchdog.js', docker: '/tmp/t2/docker.js', aws: '/tmp/t2/aws.js' },
  speed: 10,
  notice: (n) => console.log('   ', n.from, n.subject, n.says),
})
lap('machine')
try {
  const cloud = awsCloud({
    region: e.region,
    env: { AWS_ENDPOINT_URL: machine.aws.endpoint, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    sleep: systemClock.sleep,
  })
  const m = manifestFrom(d, e)
  const plan = await preview(cloud, m, 'p1')
  console.log(planText(plan))
  lap('preview')
  for await (const ev of run(plan, { cloud, clock: systemClock, run: 'r1' })) console.log(eventText(ev))
  lap('deployed')
  const plan2 = await preview(cloud, m, 'p2')
  console.log(planText(plan2))
  lap('preview 2')
} finally {
  await machine.stop()
  lap('stopped')
}
