// Every path that a document names exists, and every npm script and launchway verb it names too.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts)
const verbs = [...readFileSync(join(root, 'scripts/verbs.ts'), 'utf8').matchAll(/^ {2}(\w+): \{$/gm)].map(
  (match) => match[1],
)
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path && !path.startsWith('app/') && !path.startsWith('test/'))

const problems = documents.flatMap((path) => {
  // Code blocks show what other people's files say; the line numbers stay.
  const text = readFileSync(join(root, path), 'utf8').replace(/```[\s\S]*?```/g, (block) =>
    block.replace(/[^\n]/g, ' '),
  )
  const lineOf = (index) => text.slice(0, index).split('\n').length
  const from = (at) => join(root, at.startsWith('/') ? at.slice(1) : join(dirname(path), at))
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
    .filter((match) => !existsSync(from(match[1])))
    .map((match) => `${path}:${lineOf(match.index)}: links to ${match[1]}, which does not exist`)
  const named = [
    ...text.matchAll(/`((?:model|buildspecs|cfn|pipelines|actions|rehearsal|scripts|test|app|docs|bench)\/[\w./-]+)`/g),
  ]
    .filter(
      (match) =>
        !/^actions\/(checkout|(setup|upload|download)-\w+)$/.test(match[1]) && !existsSync(join(root, match[1])),
    )
    .map((match) => `${path}:${lineOf(match.index)}: names ${match[1]}, which does not exist`)
  const runs = [...text.matchAll(/npm run ([\w:-]+)/g)]
    .filter((match) => !scripts.includes(match[1]))
    .map((match) => `${path}:${lineOf(match.index)}: names npm run ${match[1]}, which package.json does not have`)
  const commands = [...text.matchAll(/`(?:npx )?launchway (\w+)/g)]
    .filter((match) => !verbs.includes(match[1]))
    .map((match) => `${path}:${lineOf(match.index)}: names launchway ${match[1]}, which the command line does not have`)
  return [...links, ...named, ...runs, ...commands]
})
for (const problem of problems) console.log(problem)
process.exitCode = problems.length === 0 ? 0 : 1
