import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'
import { reasons } from './reasons.mjs'

/** The generated files of every golden delivery, from the root, that a pattern takes. */
export const goldenFiles = (pattern) =>
  readdirSync(join(root, 'test', 'golden'))
    .map((name) => join('test', 'golden', name, 'out'))
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
    )
    .filter((path) => pattern.test(path))
    .sort()

/** What a program prints, as text. */
export const said = (program, given) => {
  const done = spawnSync(program, given, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  return { text: done.stdout ?? '', trouble: done.error?.message ?? done.stderr ?? '' }
}

/** The findings that no reason explains, and the reasons that explain nothing, as lines. */
export const unexplained = (tool, findings) => {
  const own = reasons.filter((reason) => reason.tool === tool)
  const explains = (reason, { rule, where }) => reason.rule === rule && (!reason.where || reason.where.test(where))
  const idle = own.filter((reason) => !findings.some((finding) => explains(reason, finding)))
  return [
    ...findings
      .filter((finding) => !own.some((reason) => explains(reason, finding)))
      .map(({ rule, where, says }) => `${where}: ${says} [${rule}]`),
    ...idle.map(({ rule, where }) => `scripts/gates/reasons.mjs: nothing needs the reason for ${rule} ${where ?? ''}`),
  ]
}

/** A gate by an outside tool: 0 findings but for those that have a reason, or skipped with the way to get the tool. */
export const gate = ({ tool, install, find }) => {
  const { program, why, how } = install()
  if (!program) {
    console.log(`${tool}: skipped, ${why}\n  to get it: ${how}`)
    process.exitCode = process.argv.includes('--require-tools') ? 1 : 0
    return
  }
  const findings = find(program)
  const lines = unexplained(tool, findings)
  for (const line of lines) console.log(line)
  console.log(`${tool}: ${lines.length} problems, ${findings.length} findings looked at`)
  process.exitCode = lines.length === 0 ? 0 : 1
}
