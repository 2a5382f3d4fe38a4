import { checkBucket } from './bucket.ts'
import { checkIdentity } from './identity.ts'
import { checkName, isInside, isLoose, isWhole, type Loose, list, type Report, show } from './report.ts'
import { checkUse } from './use.ts'

/** What can be wrong with a function. */
export const checkFunction = (report: Report, given: unknown, here: unknown) => {
  if (!isLoose(given) || given.kind !== 'function')
    return report(here, 'function-malformed', `a function is ${show(given)}`, "make it with func('thumbnails', { … })")
  checkName(report, given, { what: 'function', given: given.name })
  if (!isInside(given.source))
    report(
      given,
      'path-outside-repository',
      `function ${show(given.name)} has source ${show(given.source)}`,
      'give the folder of its files, as a path below the repository',
    )
  if (given.build !== undefined && (typeof given.build !== 'string' || !/^\S[^\n]*$/.test(given.build)))
    report(
      given,
      'function-without-build',
      `function ${show(given.name)} has build ${show(given.build)}`,
      "give one command on one line: build: 'npm run build:functions', or leave it out",
    )
  if (!isWhole(given.memory, 128, 10_240))
    report(
      given,
      'function-memory-out-of-range',
      `function ${show(given.name)} has ${show(given.memory)} MB of memory`,
      'give memory from 128 to 10240',
    )
  if (!isWhole(given.timeoutSeconds, 1, 900))
    report(
      given,
      'function-timeout-out-of-range',
      `function ${show(given.name)} may take ${show(given.timeoutSeconds)} seconds`,
      'give timeoutSeconds from 1 to 900',
    )
  if (typeof given.handler !== 'string' || !/^[^\s.]+(\.[^\s.]+)+$/.test(given.handler))
    report(
      given,
      'function-handler-malformed',
      `function ${show(given.name)} has handler ${show(given.handler)}`,
      'name the module and what it exports: handler: "index.handler"',
    )
  if (given.architecture !== 'arm64' && given.architecture !== 'x86_64')
    report(
      given,
      'function-architecture-unknown',
      `function ${show(given.name)} is for ${show(given.architecture)}`,
      'give architecture as "arm64" or "x86_64"',
    )
  if (
    typeof given.runtime !== 'string' ||
    !/^(nodejs\d+\.x|python3\.\d+|java\d+|dotnet\d+|ruby3\.\d+|provided\.al2023)$/.test(given.runtime)
  )
    report(
      given,
      'function-runtime-unknown',
      `function ${show(given.name)} runs on ${show(given.runtime)}`,
      'give one of Lambda\'s runtimes, such as "nodejs22.x"',
    )
  for (const use of list(given.uses)) checkUse(report, use, given)
  for (const source of list(given.on)) checkSource(report, source, given)
}

const events = new Set<unknown>(['object-created', 'stream', 'confirmed', 'request', 'scheduled'])

const checkSource = (report: Report, source: unknown, func: Loose) => {
  if (!isLoose(source) || !events.has(source.event))
    return report(
      func,
      'event-source-malformed',
      `function ${show(func.name)} is started by ${show(source)}`,
      "give what starts it, such as uploads.created(), messages.changed() or request('POST', '/avatars')",
    )
  if (source.event === 'object-created' && isLoose(source.of)) checkBucket(report, source.of)
  if (source.event === 'confirmed' && isLoose(source.of)) checkIdentity(report, source.of)
  if (source.event === 'request' && isLoose(source.by) && source.by.kind !== 'function')
    checkIdentity(report, source.by)
  if (source.event === 'stream' && isLoose(source.of) && source.of.stream === undefined)
    report(
      source.of,
      'table-without-stream',
      `function ${show(func.name)} follows table ${show(source.of.name)}, which has no stream`,
      "give the table one: stream: 'new-image'",
    )
  if (source.event === 'request' && (typeof source.path !== 'string' || !/^\/[^\s?#]*$/.test(source.path)))
    report(
      func,
      'request-path-malformed',
      `function ${show(func.name)} answers ${show(source.path)}`,
      'give a path that starts with "/", such as "/avatars/{id}"',
    )
  if (source.event === 'scheduled' && !/^(rate|cron)\([^()]+\)$/.test(String(source.expression)))
    report(
      func,
      'schedule-malformed',
      `function ${show(func.name)} is scheduled by ${show(source.expression)}`,
      'write it as EventBridge does: "rate(1 day)" or "cron(0 3 * * ? *)"',
    )
  const knows = list(func.uses).some((use) => isLoose(use) && isLoose(source.of) && use.to === source.of)
  if (source.event === 'confirmed' && knows)
    report(
      func,
      'function-needs-its-caller',
      `function ${show(func.name)} is called by an identity that it also uses, so neither can be made first`,
      'leave the use out: the event names the pool and the client',
    )
}

/** What is wrong with functions together: what each needs from the others and from the services. */
export const checkFunctions = (report: Report, functions: readonly unknown[], services: readonly unknown[]) => {
  const heard = new Map<unknown, unknown>()
  const routes = new Map<string, unknown>()
  for (const func of functions.filter(isLoose)) {
    const connects = list(func.uses).some((use) => isLoose(use) && use.may === 'connect')
    if (connects && services.length === 0)
      report(
        func,
        'function-without-network',
        `function ${show(func.name)} connects to a database, but no service brings a network`,
        'deliver a service that uses the database, or leave the connection out',
      )
    for (const source of list(func.on).filter(isLoose)) {
      const other = source.event === 'confirmed' ? heard.get(source.of) : undefined
      if (other !== undefined && other !== func)
        report(
          func,
          'event-heard-twice',
          `function ${show(func.name)} hears of confirmed accounts, as another does`,
          'let one function do both: Cognito calls one',
        )
      if (source.event === 'confirmed') heard.set(source.of, func)
      if (isLoose(source.by) && source.by.kind === 'function' && !functions.includes(source.by))
        report(
          func,
          'function-not-delivered',
          `function ${show(func.name)} answers whom function ${show(source.by.name)} lets in, which is not delivered`,
          'add that function to functions: [ … ]',
        )
      const route = `${String(source.method)} ${String(source.path)}`
      if (source.event === 'request' && routes.has(route))
        report(func, 'request-taken', `two functions answer ${route}`, 'give one of them another path or method')
      if (source.event === 'request') routes.set(route, func)
    }
  }
}
