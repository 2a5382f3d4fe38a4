// `aws s3 cp`, `sync`, `rm` and `ls`.
// https://docs.aws.amazon.com/cli/latest/reference/s3/
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { filesBelow } from '../../codebuild/matching-files.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { type AwsArguments, awsArguments, has, value } from './arguments.ts'
import { endpoint } from './call-json.ts'
import { contentType } from './content-type.ts'

const known = [
  'delete',
  'exclude',
  'include',
  'cache-control',
  'content-type',
  'recursive',
  'dryrun',
  'quiet',
  'no-progress',
  'only-show-errors',
  'size-only',
  'exact-timestamps',
  'acl',
  'metadata',
  'content-encoding',
  'follow-symlinks',
  'no-follow-symlinks',
  'sse',
  'metadata-directive',
]

interface Place {
  readonly bucket: string
  readonly key: string
}

interface Item {
  readonly path: string
  readonly size: number
  readonly modified: Date
}

interface Transfer {
  readonly client: S3Client
  readonly line: CommandLine
  readonly given: AwsArguments
  readonly say: (text: string) => void
}

const placeOf = (text: string): Place | undefined => {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(text)
  return match ? { bucket: match[1] as string, key: match[2] as string } : undefined
}

const glob = (pattern: string): RegExp => {
  const text = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^')
  return new RegExp(`^${text}$`, 's')
}

/** The filters in the order in which they were written: the last one that matches decides. */
export const filtersOf = (words: readonly string[]): ((path: string) => boolean) => {
  const rules = words.flatMap((word, index) => {
    const option = /^--(exclude|include)(?:=(.*))?$/s.exec(word)
    if (!option) return []
    return [{ keeps: option[1] === 'include', pattern: glob(option[2] ?? words[index + 1] ?? '') }]
  })
  return (path) => rules.reduce((kept, rule) => (rule.pattern.test(path) ? rule.keeps : kept), true)
}

const listRemote = async (client: S3Client, { bucket, key }: Place): Promise<readonly Item[]> => {
  const found: Item[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken }))
    for (const one of page.Contents ?? []) {
      found.push({
        path: (one.Key ?? '').slice(key.length),
        size: one.Size ?? 0,
        modified: one.LastModified ?? new Date(0),
      })
    }
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
  return found
}

const listLocal = async (directory: string): Promise<readonly Item[]> =>
  Promise.all(
    (await filesBelow(directory)).map(async (path) => {
      const { size, mtime } = await stat(join(directory, path))
      return { path, size, modified: mtime }
    }),
  )

const upload = async ({ client, line, given, say }: Transfer, file: string, { bucket, key }: Place) => {
  const shown = `upload: ${relative(line.cwd, file) || file} to s3://${bucket}/${key}`
  if (has(given, 'dryrun')) return say(`(dryrun) ${shown}`)
  const pairs = (value(given, 'metadata') ?? '')
    .split(',')
    .filter(Boolean)
    .map((one) => one.split('='))
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: await readFile(file),
      ContentType: value(given, 'content-type') ?? contentType(file),
      CacheControl: value(given, 'cache-control'),
      ContentEncoding: value(given, 'content-encoding'),
      ...(pairs.length ? { Metadata: Object.fromEntries(pairs) } : {}),
    }),
  )
  say(shown)
}

const download = async ({ client, line, given, say }: Transfer, { bucket, key }: Place, file: string) => {
  const shown = `download: s3://${bucket}/${key} to ${relative(line.cwd, file) || file}`
  if (has(given, 'dryrun')) return say(`(dryrun) ${shown}`)
  await mkdir(dirname(file), { recursive: true })
  const { Body, LastModified } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  await pipeline(Body as Readable, createWriteStream(file))
  if (LastModified) await utimes(file, LastModified, LastModified)
  say(shown)
}

const removeRemote = async ({ client, given, say }: Transfer, { bucket, key }: Place) => {
  if (has(given, 'dryrun')) return say(`(dryrun) delete: s3://${bucket}/${key}`)
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
  say(`delete: s3://${bucket}/${key}`)
}

const slashed = ({ bucket, key }: Place): Place => ({ bucket, key: key && !key.endsWith('/') ? `${key}/` : key })

const sync = async (transfer: Transfer, [from = '', to = '']: readonly string[], keeps: (path: string) => boolean) => {
  const { client, line, given } = transfer
  const [source, target] = [placeOf(from), placeOf(to)]
  if (source && target) throw new Refusal('aws s3 sync between two buckets is not known here', 252)
  const changed = (one: Item, other: Item | undefined) =>
    !other ||
    one.size !== other.size ||
    (!has(given, 'size-only') && one.modified.getTime() > other.modified.getTime() + 999)
  const remoteRoot = slashed((source ?? target) as Place)
  if (!source && !target) throw new Refusal('aws s3 sync: one side must begin with s3://', 252)
  const directory = resolve(line.cwd, source ? to : from)
  const [local, remote] = [await listLocal(directory), await listRemote(client, remoteRoot)]
  const [wanted, present] = source ? [remote, local] : [local, remote]
  const others = new Map(present.map((one) => [one.path, one]))
  const at = (path: string): Place => ({ bucket: remoteRoot.bucket, key: remoteRoot.key + path })
  for (const one of wanted) {
    if (!keeps(one.path) || !changed(one, others.get(one.path))) continue
    if (source) await download(transfer, at(one.path), join(directory, one.path))
    else await upload(transfer, join(directory, one.path), at(one.path))
  }
  const names = new Set(wanted.map((one) => one.path))
  const extra = has(given, 'delete') && !source ? present.filter((one) => !names.has(one.path) && keeps(one.path)) : []
  for (const one of extra) await removeRemote(transfer, at(one.path))
}

const copy = async (transfer: Transfer, [from = '', to = '']: readonly string[], keeps: (path: string) => boolean) => {
  const { client, line, given } = transfer
  const [source, target] = [placeOf(from), placeOf(to)]
  if (!source === !target)
    throw new Refusal('aws s3 cp here copies between this machine and a bucket: one side must begin with s3://', 252)
  if (target && has(given, 'recursive')) {
    const directory = resolve(line.cwd, from)
    const { bucket, key } = slashed(target)
    for (const { path } of await listLocal(directory)) {
      if (keeps(path)) await upload(transfer, join(directory, path), { bucket, key: key + path })
    }
  } else if (target) {
    const key = target.key === '' || target.key.endsWith('/') ? target.key + basename(from) : target.key
    await upload(transfer, resolve(line.cwd, from), { bucket: target.bucket, key })
  } else if (source && has(given, 'recursive')) {
    const root = slashed(source)
    for (const { path } of await listRemote(client, root)) {
      if (keeps(path))
        await download(transfer, { bucket: root.bucket, key: root.key + path }, resolve(line.cwd, to, path))
    }
  } else if (source) {
    const directory =
      to.endsWith('/') || to === '.' || (await stat(resolve(line.cwd, to)).catch(() => undefined))?.isDirectory()
    await download(transfer, source, resolve(line.cwd, directory ? join(to, basename(source.key)) : to))
  }
}

const list = async ({ client, line }: Transfer, [from = '']: readonly string[]) => {
  const place = placeOf(from)
  if (!place) throw new Refusal('aws s3 ls here takes s3://<bucket>/<prefix>', 252)
  for (const { path, size, modified } of await listRemote(client, place)) {
    line.out(
      `${modified.toISOString().slice(0, 19).replace('T', ' ')} ${String(size).padStart(10)} ${place.key}${path}`,
    )
  }
}

const remove = async (transfer: Transfer, [from = '']: readonly string[], keeps: (path: string) => boolean) => {
  const place = placeOf(from)
  if (!place) throw new Refusal('aws s3 rm takes s3://<bucket>/<key>', 252)
  if (!has(transfer.given, 'recursive')) return removeRemote(transfer, place)
  for (const { path } of await listRemote(transfer.client, place)) {
    if (keeps(path)) await removeRemote(transfer, { bucket: place.bucket, key: place.key + path })
  }
}

const commands = { sync, cp: copy, ls: list, rm: remove }

/** Runs `aws s3 <command>`. */
export const s3 = async (words: readonly string[], line: CommandLine): Promise<void> => {
  const [name = '', ...rest] = words
  const command = commands[name as keyof typeof commands]
  if (!command) throw new Refusal(`aws s3 ${name}: known here: ${Object.keys(commands).join(', ')}`, 252)
  const given = awsArguments(rest, known)
  const client = new S3Client({
    endpoint: endpoint(line),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const quiet = has(given, 'quiet') || has(given, 'only-show-errors')
  await command({ client, line, given, say: quiet ? () => {} : line.out }, given.positionals, filtersOf(rest))
}
