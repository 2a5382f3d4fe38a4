// One build from source to artifacts, on this machine.
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../world.ts'
import { ArtifactError, artifactZip } from './artifacts.ts'
import { type Build, type BuildPhase, type BuildPhaseType, type BuildRequest, failureOf } from './build.ts'
import { type BuildVariables, buildVariables, machineVariables, masked, VariableError } from './build-variables.ts'
import { type Buildspec, BuildspecError, readBuildspec } from './buildspec.ts'
import { restoreCache, saveCache } from './cache.ts'
import { codebuildVariables } from './codebuild-variables.ts'
import type { CodeBuildOptions, CodeBuildPorts } from './ports.ts'
import { readReport } from './reports.ts'
import { type PhaseFailure, runPhases } from './run-phases.ts'
import { shellSession } from './shell-session.ts'
import { spawnGroup } from './spawn.ts'
import { unzipInto } from './zip.ts'

export interface BuildSurroundings {
  readonly world: World
  readonly ports: CodeBuildPorts
  readonly options: CodeBuildOptions
  /** Aborted by StopBuild, by the timeout and when the local AWS stops. */
  readonly signal: AbortSignal
}

const noVariables: BuildVariables = { values: {}, secrets: [], secretNames: new Set() }

/** Brings all sources into the build's directory; the directory of each, the primary one first. */
const downloadSources = async (request: BuildRequest, directory: string, ports: CodeBuildPorts) => {
  const places: { name: string; path: string }[] = []
  for (const [index, source] of (request.sources ?? []).entries()) {
    const path = join(directory, index === 0 ? 'src' : `src-${source.name}`)
    if (source.kind === 'zip') await unzipInto(Buffer.from(source.bytes), path)
    else if (ports.git) await ports.git.clone(source.repository, source.commit, path)
    else throw new Error(`no Git host to clone ${source.repository} from`)
    places.push({ name: source.name, path })
  }
  if (places.length === 0) await mkdir(join(directory, 'src'), { recursive: true })
  return places
}

/** The buildspec's text: given inline, or a file of the source, or `buildspec.yml` there. */
const buildspecText = async (request: BuildRequest, source: string): Promise<string> => {
  const given = request.buildspec ?? request.project.source.buildspec ?? ''
  if (/\n|^\s*version\s*:/.test(given)) return given
  const path = given || 'buildspec.yml'
  return readFile(join(source, path), 'utf8').catch(() => {
    throw new BuildspecError(`stat ${join('/codebuild/output/src', path)}: no such file or directory`)
  })
}

const asFailure = (error: unknown): PhaseFailure => {
  if (error instanceof BuildspecError) return { statusCode: 'YAML_FILE_ERROR', message: error.message }
  if (error instanceof VariableError) {
    const [code = '', ...rest] = error.message.split(': ')
    return { statusCode: code, message: rest.join(': ') }
  }
  if (error instanceof ArtifactError) return { statusCode: 'CLIENT_ERROR', message: error.message }
  return { statusCode: 'INTERNAL_SERVICE_ERROR', message: error instanceof Error ? error.message : String(error) }
}

/** Runs a build to its end and writes everything that happens into it. Never rejects: failures are its status. */
export const runBuild = async (build: Build, { world, ports, options, signal }: BuildSurroundings): Promise<void> => {
  const { request } = build
  // Short: programs put sockets below TMPDIR, and the path of a socket may have 104 to 108 bytes.
  const directory = join(world.home, 'b', build.id.slice(-12))
  const [home, temporary] = [join(directory, 'home'), join(directory, 'tmp')]
  let variables = noVariables
  let logging: Promise<unknown> = Promise.resolve()
  const log = (text: string) => {
    const line = masked(text, variables.secrets)
    world.notice({ from: 'codebuild', subject: build.id, says: line })
    logging = logging.then(() => ports.logs.write(build.logs.group, build.logs.stream, line)).catch(() => undefined)
  }
  const started = (phaseType: BuildPhaseType) => {
    build.phases.push({ phaseType, startTime: world.clock.now(), contexts: [] })
  }
  const ended = (_: BuildPhaseType, failure?: PhaseFailure) => {
    const phase = build.phases.at(-1) as BuildPhase
    phase.endTime = world.clock.now()
    phase.phaseStatus = signal.aborted ? abortedStatus() : failure ? 'FAILED' : 'SUCCEEDED'
    if (failure)
      phase.contexts.push({ statusCode: failure.statusCode, message: masked(failure.message, variables.secrets) })
  }
  const abortedStatus = () => (signal.reason === 'TIMED_OUT' ? 'TIMED_OUT' : 'STOPPED')
  const passed = (phase: BuildPhaseType) => {
    started(phase)
    ended(phase)
  }
  const step = async <T>(phase: BuildPhaseType, work: () => Promise<T>): Promise<T | undefined> => {
    started(phase)
    try {
      const result = await work()
      ended(phase)
      return result
    } catch (error) {
      ended(phase, asFailure(error))
      log(`[Container] Phase complete: ${phase} State: FAILED`)
      log(`[Container] Phase context status code: ${asFailure(error).statusCode} Message: ${asFailure(error).message}`)
      return undefined
    }
  }

  for (const phase of ['SUBMITTED', 'QUEUED', 'PROVISIONING'] as const) passed(phase)
  let succeeded = false
  const ready = await step('DOWNLOAD_SOURCE', async () => {
    for (const path of [directory, home, temporary]) await mkdir(path, { recursive: true })
    const places = await downloadSources(request, directory, ports)
    const source = places[0]?.path ?? join(directory, 'src')
    const spec: Buildspec = readBuildspec(await buildspecText(request, source))
    const given = [...request.project.environment.environmentVariables, ...(request.variables ?? [])]
    variables = await buildVariables(spec, given, ports)
    return { places, source, spec }
  })
  if (ready && !signal.aborted) {
    const { places, source, spec } = ready
    const cacheStore = join(world.home, 'codebuild', 'cache', request.project.name)
    const cachePaths = request.project.cache.type && request.project.cache.type !== 'NO_CACHE' ? spec.cachePaths : []
    const cachePlace = { store: cacheStore, source, home }
    const restored = await restoreCache(cachePaths, cachePlace).catch(() => 0)
    if (restored > 0) log(`[Container] Restored ${restored} cached ${restored === 1 ? 'path' : 'paths'}`)
    const images = join(world.home, 'images')
    const facts = { endpoint: world.endpoint(), region: world.region, account: world.account, images }
    const machine = machineVariables({ ...facts, home, temporary, commands: options.commands, outer: world.env })
    const own = codebuildVariables(build, { source, places, kmsKey: request.project.encryptionKey })
    const session = await shellSession({
      shell: spec.shell,
      scratch: join(directory, 'shell'),
      cwd: source,
      env: { ...machine, ...options.env, ...own, ...variables.values },
      spawn: ports.spawn ?? spawnGroup,
      onLine: log,
      isolated: spec.version === '0.1',
    })
    const outcome = await runPhases({
      spec,
      session,
      signal,
      log,
      started,
      ended,
      variables: (succeeding) => ({ CODEBUILD_BUILD_SUCCEEDING: succeeding ? '1' : '0' }),
    })
    succeeded = outcome.succeeded
    const left = session.variables()
    build.exported = spec.exportedVariables
      .filter((name) => !name.startsWith('AWS_') && !variables.secretNames.has(name))
      .map((name) => ({ name, value: left[name] ?? '' }))
    if (!signal.aborted) {
      build.reports = await Promise.all(
        Object.entries(spec.reports).map(([name, one]) => readReport(source, name, one)),
      )
      for (const { group, total, passed: good, failed } of build.reports) {
        log(`[Container] Report ${group}: ${total} tests, ${good} passed, ${failed} failed`)
      }
    }
    if (outcome.uploadsArtifacts && !signal.aborted) {
      const uploaded = await step('UPLOAD_ARTIFACTS', async () => {
        await saveCache(cachePaths, cachePlace)
        const zips: Record<string, Uint8Array> = {}
        if (spec.artifacts && spec.artifacts.files.length > 0) zips[''] = await artifactZip(source, spec.artifacts)
        for (const [name, artifact] of Object.entries(spec.secondaryArtifacts))
          zips[name] = await artifactZip(source, artifact)
        build.artifacts = zips
        await uploadToProject(build, ports)
        return true
      })
      if (!uploaded) succeeded = false
    }
    await session.end()
  }
  passed('FINALIZING')
  build.status = signal.aborted ? abortedStatus() : succeeded ? 'SUCCEEDED' : 'FAILED'
  build.endTime = world.clock.now()
  started('COMPLETED')
  log(succeeded && !signal.aborted ? '[Container] Build succeeded' : `[Container] ${failureOf(build)}`)
  await logging
  await rm(directory, { recursive: true, force: true }).catch(() => undefined)
}

/** Stores the primary artifact where a project with S3 artifacts wants it. */
const uploadToProject = async (build: Build, { s3 }: CodeBuildPorts): Promise<void> => {
  const { artifacts } = build.request.project
  const body = build.artifacts['']
  if (build.request.artifactsTo === 'caller' || artifacts.type !== 'S3' || !body) return
  const parts = [artifacts.path, artifacts.namespaceType === 'BUILD_ID' ? build.id.split(':')[1] : undefined]
  const key = [...parts, artifacts.name ?? build.request.project.name].filter(Boolean).join('/')
  await s3.put(String(artifacts.location), key, body)
  build.artifactLocation = `arn:aws:s3:::${artifacts.location}/${key}`
}
