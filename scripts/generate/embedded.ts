// Makes the one file with which the app carries its own local AWS: the app imports nothing outside its folder.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Where the bundle lies. */
export const embeddedPath = 'app/dev/local-aws.generated.js'

/** The local AWS of `rehearsal/embedded.ts` as one module without dependencies. The same sources give the same bytes. */
export const bundleEmbedded = async (): Promise<string> => {
  // Whoever asks for something else does not load a bundler.
  const { build } = await import('esbuild')
  const usual = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  } as const
  const program = await build({ ...usual, entryPoints: ['rehearsal/lambda/runtime/bootstrap.ts'] })
  // The program that runs functions is a process of its own; its source travels as text.
  const entry = `import { startEmbedded } from './rehearsal/embedded.ts'
const runtime = ${JSON.stringify(program.outputFiles[0]?.text ?? '')}
export const startLocalAws = (options = {}) => startEmbedded({ ...options, runtime })`
  const all = await build({ ...usual, stdin: { contents: entry, resolveDir: root, loader: 'ts' } })
  return `// Generated from rehearsal/embedded.ts and what it imports; edit those, then run "node scripts/regenerate.mjs".\n${all.outputFiles[0]?.text ?? ''}`
}

const typesOf = (source: string): string => {
  const interfaces = source.match(/^\/\*\* [^\n]* \*\/\nexport interface [\s\S]*?^}$/gm) ?? []
  return interfaces.join('\n\n')
}

/** The types beside it, taken from the sources. */
export const embeddedTypes = (): string => {
  const read = (path: string) => typesOf(readFileSync(`${root}${path}`, 'utf8'))
  const mail = read('rehearsal/cognito/mail.ts').split('\n\n')[0] ?? ''
  const own = read('rehearsal/embedded.ts').replace(/^ {2}\/\*\*[^\n]*\n {2}readonly runtime: string\n/m, '')
  return `// Generated from rehearsal/embedded.ts; edit that, then run "node scripts/regenerate.mjs".
${mail}

${own}

/** Starts it and resolves once it answers. */
export declare const startLocalAws: (options?: EmbeddedOptions) => Promise<Embedded>
`
}
