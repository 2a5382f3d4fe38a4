// One measurement, a process of its own: the own checks of a delivery as it is generated, then of it with each edit that
// people make by mistake: what does not fit together, and what is wrong inside the file that was edited. Processor time,
// all threads together.
import { check } from '#pipelines/checks/check.ts'
import { checkTexts } from '#scripts/check-texts.ts'
import { delivery, files, rows } from '../test/findings/mutations.ts'

const spent = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const isYaml = ({ path }: { readonly path: string }) => /\.ya?ml$/.test(path)
const textsOf = (of: ReadonlyMap<string, string>) => [...of].map(([path, text]) => ({ path, text }))
const clean = textsOf(files)
const edited = rows.map(([, code, edit]) => {
  const texts = textsOf(edit(files))
  return { code, texts, changed: texts.filter(({ path, text }) => files.get(path) !== text).filter(isYaml) }
})

const round = async () => {
  const started = spent()
  const alarms = check(delivery, clean).length
  const once = spent()
  let across = 0
  for (const { code, texts } of edited) if (check(delivery, texts).some((each) => each.code === code)) across++
  const judged = spent()
  let inside = 0
  for (const { code, texts, changed } of edited) {
    const own = await checkTexts(changed)
    if (own.some((each) => each.code === code) && !check(delivery, texts).some((each) => each.code === code)) inside++
  }
  return { alarms, across, inside, cleanMs: once - started, acrossMs: judged - started }
}
const first = await round()
process.stdout.write(JSON.stringify({ edits: rows.length, first, second: await round() }))
