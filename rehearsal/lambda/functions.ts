// Finding, making and changing functions, their versions and aliases.
import { awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { parseFunctionName } from './function-arn.ts'
import { placeCode } from './place-code.ts'
import type { LambdaPorts } from './ports.ts'
import { inputOf, invalid, settingsOf } from './settings.ts'
import type { Functions, FunctionVersion, LambdaFunction, Settings } from './state.ts'

/** What functions are made with. */
export interface FunctionCare {
  readonly world: World
  readonly ports: LambdaPorts
  readonly functions: Functions
  /** The directory that code is unpacked below. */
  readonly codeBelow: string
  /** Called when a function's latest version has changed. */
  readonly changed: (func: LambdaFunction) => void
}

/** The function of that name or ARN, or the error Lambda gives. */
export const functionNamed = (
  { functions, world }: Pick<FunctionCare, 'functions' | 'world'>,
  given: string,
): LambdaFunction => {
  const { name } = parseFunctionName(given)
  const found = functions.get(name)
  if (found) return found
  const arn = `arn:aws:lambda:${world.region}:${world.account}:function:${name}`
  throw awsError('ResourceNotFoundException', `Function not found: ${arn}`, 404)
}

/** The version that a qualifier names: `$LATEST`, a number or an alias. */
export const versionOf = (func: LambdaFunction, qualifier: string | undefined): FunctionVersion => {
  if (qualifier === undefined || qualifier === '$LATEST') return func.latest
  const found = func.versions.get(func.aliases.get(qualifier)?.version ?? qualifier)
  if (found) return found
  if (func.aliases.get(qualifier)?.version === '$LATEST') return func.latest
  throw awsError('ResourceNotFoundException', `Function not found: ${func.arn}:${qualifier}`, 404)
}

const checkRole = ({ ports }: FunctionCare, settings: Settings) => {
  if (!ports.assume(settings.role, 'check'))
    throw invalid('The role defined for the function cannot be assumed by Lambda.')
}

/** Makes a function. */
export const createFunction = async (care: FunctionCare, given: Shape): Promise<LambdaFunction> => {
  const { world, functions } = care
  const name = parseFunctionName(String(given.FunctionName ?? '')).name
  if (!/^[\w-]{1,64}$/.test(name)) throw invalid(`"${name}" is no function name: letters, digits, - and _, at most 64`)
  const arn = `arn:aws:lambda:${world.region}:${world.account}:function:${name}`
  if (functions.has(name)) throw awsError('ResourceConflictException', `Function already exist: ${name}`, 409)
  const settings = settingsOf(name, given)
  checkRole(care, settings)
  const code = await placeCode(given.Code ?? {}, care.ports, care.codeBelow)
  const func: LambdaFunction = {
    name,
    arn,
    latest: {
      functionName: name,
      functionArn: arn,
      version: '$LATEST',
      revisionId: world.id(),
      lastModified: world.clock.now(),
      settings,
      code,
    },
    versions: new Map(),
    aliases: new Map(),
    policies: new Map(),
    invokeConfigs: new Map(),
    reservedConcurrency: undefined,
    tags: given.Tags ?? {},
  }
  functions.set(name, func)
  const local = /^v(\d+)/.exec(process.version)?.[1]
  if (!settings.runtime.startsWith(`nodejs${local}.`))
    world.notice({
      from: 'lambda',
      subject: name,
      says: `${settings.runtime} runs on this machine's Node ${process.version}`,
    })
  if (given.Publish) publishVersion(care, func, given)
  return func
}

const replaceLatest = (care: FunctionCare, func: LambdaFunction, change: Partial<FunctionVersion>): void => {
  func.latest = {
    ...func.latest,
    ...change,
    revisionId: care.world.id(),
    lastModified: care.world.clock.now(),
  }
  care.changed(func)
}

/** UpdateFunctionConfiguration: members that are absent stay as they are. */
export const changeSettings = (care: FunctionCare, func: LambdaFunction, given: Shape): void => {
  const before = inputOf(func.latest.settings)
  const settings = settingsOf(func.name, { ...before, ...given })
  checkRole(care, settings)
  replaceLatest(care, func, { settings })
}

/** UpdateFunctionCode. */
export const changeCode = async (care: FunctionCare, func: LambdaFunction, given: Shape): Promise<void> => {
  const code = await placeCode(given, care.ports, care.codeBelow)
  if (given.DryRun) return
  const architecture = given.Architectures?.[0] ?? func.latest.settings.architecture
  replaceLatest(care, func, { code, settings: { ...func.latest.settings, architecture } })
}

/** PublishVersion: nothing new is published when nothing has changed since the last version. */
export const publishVersion = ({ world }: FunctionCare, func: LambdaFunction, given: Shape): FunctionVersion => {
  const last = [...func.versions.values()].at(-1)
  const same = (one: FunctionVersion) =>
    one.code.sha256 === func.latest.code.sha256 &&
    JSON.stringify({ ...one.settings, description: '' }) ===
      JSON.stringify({ ...func.latest.settings, description: '' })
  if (last && same(last)) return last
  const version = String(Number(last?.version ?? 0) + 1)
  const published: FunctionVersion = {
    ...func.latest,
    version,
    functionArn: `${func.arn}:${version}`,
    revisionId: world.id(),
    settings: { ...func.latest.settings, description: String(given.Description ?? func.latest.settings.description) },
  }
  func.versions.set(version, published)
  return published
}
