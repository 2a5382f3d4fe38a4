// COPY and ADD as steps of a build.
import { join, posix } from 'node:path'
import { Refusal } from '../command-line.ts'
import { type ContextFile, walk } from './build-context.ts'
import { copyHash, planCopy, unpackArchive, writeCopy, writeDocument } from './copy-step.ts'
import { flag, type Instruction } from './dockerfile.ts'
import { expand, jsonArray, words } from './expand.ts'
import type { StageState } from './stage.ts'

export interface CopySurroundings {
  readonly state: StageState
  readonly values: Readonly<Record<string, string>>
  readonly context: string
  readonly contextFiles: Promise<readonly ContextFile[]>
  readonly stageOf: (name: string) => StageState | undefined
  readonly rootOf: (stage: StageState) => Promise<string>
}

export interface CopyInstruction {
  /** A hash of what is copied. */
  readonly content: string
  readonly apply: (rootfs: string) => Promise<void>
}

/** The part of a source before its first pattern: what has to be walked for it. */
const fixedPart = (source: string): string => {
  const parts = posix.normalize(`/${source}`).split('/').filter(Boolean)
  const pattern = parts.findIndex((part) => /[*?[]/.test(part))
  return (pattern < 0 ? parts : parts.slice(0, pattern)).join('/')
}

/** What a COPY or ADD copies, and how. */
export const copyInstruction = async (instruction: Instruction, around: CopySurroundings): Promise<CopyInstruction> => {
  const { state, values, context } = around
  const place = `Dockerfile:${instruction.line}`
  const parts = jsonArray(instruction.text) ?? words(instruction.text)
  const all = parts.slice(0, -1).map((one) => expand(one, values))
  const destination = expand(parts.at(-1) ?? '', values)
  if (all.length === 0) throw new Refusal(`${place}: ${instruction.name} takes at least one source and a destination`)
  const remote = all.find((one) => /^(?:https?:|git@)/.test(one))
  if (remote) throw new Refusal(`${place}: ${instruction.name} ${remote}: the local build copies local files only`)
  const documents = instruction.documents.filter(({ name }) =>
    all.some((one) => one.includes('<<') && one.includes(name)),
  )
  const sources = all.filter((one) => !one.includes('<<'))
  const workingDirectory = state.config.WorkingDir ?? '/'
  const into = posix.resolve(workingDirectory, destination)
  const from = flag(instruction, 'from')
  const other = from === undefined ? undefined : around.stageOf(expand(from, values))
  if (from !== undefined && !other) {
    throw new Refusal(`${place}: ${instruction.name} --from=${from}: there is no earlier stage of that name`)
  }
  const plan = async () => {
    const root = other ? await around.rootOf(other) : context
    const unders = [...new Set(sources.map(fixedPart))]
    const files = other
      ? (await Promise.all(unders.map((under) => walk(root, undefined, under)))).flat()
      : await around.contextFiles
    const isDirectory = (path: string) => state.directories.has(path)
    return planCopy({ place, sources, destination, workingDirectory, root, files, isDirectory })
  }
  const chmod = flag(instruction, 'chmod')
  const options = { mode: chmod === undefined ? undefined : Number.parseInt(chmod, 8), link: other !== undefined }
  const [first = ''] = sources
  const archive = instruction.name === 'ADD' && sources.length === 1 && /\.(?:tar|tar\.gz|tgz)$/.test(first)
  const bodies = documents.map((one) => one.body)
  return {
    // Another stage's key stands for its content, so that a cached copy needs no files of it.
    content: [...bodies, other ? other.key : sources.length ? await copyHash(await plan()) : ''].join('\0'),
    apply: async (rootfs) => {
      if (archive) return unpackArchive(join(context, first), rootfs, into)
      for (const { name, body } of documents) {
        await writeDocument(body, rootfs, destination.endsWith('/') ? posix.join(into, name) : into)
      }
      if (sources.length > 0) await writeCopy(await plan(), rootfs, options)
    },
  }
}
