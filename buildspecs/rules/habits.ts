// Commands that run, and do another thing than was meant: a push after a failed build, a pull that is refused one day.
import { entryIn, type Findings, type Given, type GivenMap, valueIn, warning } from './given.ts'
import { phaseNames } from './phases.ts'

type Line = Extract<Given, { is: 'text' }>

const linesIn = (phase: Given | undefined, key: string): readonly Line[] => {
  const value = phase?.is === 'map' ? valueIn(phase, key) : undefined
  const items = value?.is === 'list' ? value.items : value ? [value] : []
  return items.filter((each): each is Line => each.is === 'text')
}

const publishes =
  /\bdocker\s+push\b|\bbuildah\s+push\b|\bkubectl\s+apply\b|\bhelm\s+(upgrade|install)\b|\baws\s+(s3\s+(sync|cp)|ecs\s+update-service|cloudformation\s+deploy|lambda\s+update-function-code)\b|\b(sam|cdk|serverless|sls)\s+deploy\b/

// https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
const afterFailure = (phases: GivenMap): Findings => {
  const build = valueIn(phases, 'build')
  const stops = build?.is === 'map' ? valueIn(build, 'on-failure') : undefined
  if (!build || (stops?.is === 'text' && stops.text === 'ABORT')) return []
  const lines = linesIn(valueIn(phases, 'post_build'), 'commands')
  const first = lines.findIndex(({ text }) => publishes.test(text))
  const line = lines[first]
  const guarded = lines.slice(0, first + 1).some(({ text }) => text.includes('CODEBUILD_BUILD_SUCCEEDING'))
  return !line || guarded
    ? []
    : warning('post-build-unguarded', line.at, [
        'this runs after a failed build as well: post_build always follows build',
        'put before it: test "$CODEBUILD_BUILD_SUCCEEDING" = 1, or on-failure: ABORT into the build phase',
      ])
}

const alone = /^-(-rm|-detach|-init|-interactive|-tty|-privileged|-read-only|-quiet|-all-tags|[ditq]+)$/

// The first word of `docker pull` or `docker run` that is neither an option nor the value of one.
const pulledBy = (command: string): string | undefined => {
  const words = (/\bdocker\s+(?:pull|run)\s+([^\n;&|]+)/.exec(command)?.[1] ?? '').split(/\s+/)
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) return /^[a-z0-9][\w./:@-]*$/.test(word) ? word : undefined
    if (!word.includes('=') && !alone.test(word)) at++
  }
  return undefined
}

// Docker Hub's images have no host in front: a dot, a colon or "localhost" before the first slash.
const isHub = (image: string | undefined): boolean => {
  if (image === undefined) return false
  const [host = '', ...rest] = image.split('/')
  return !image.includes('$') && (rest.length === 0 || !/[.:]|^localhost$/.test(host))
}

// https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html
const anonymousPulls = (phases: GivenMap): Findings => {
  const lines = phaseNames.flatMap((name) => linesIn(valueIn(phases, name), 'commands'))
  if (lines.some(({ text }) => /docker\s+login/.test(text) && !/ecr/.test(text))) return []
  const found = lines.find(({ text }) => isHub(pulledBy(text)))
  return found
    ? warning('docker-hub-anonymous', found.at, [
        `"${pulledBy(found.text)}" is pulled from Docker Hub without a login, from addresses that reach its limit`,
        'log in with a secret, or take the image from public.ecr.aws or a pull-through cache',
      ])
    : []
}

const every = (phases: GivenMap): readonly Line[] =>
  phaseNames.flatMap((name) => {
    const phase = valueIn(phases, name)
    return [...linesIn(phase, 'commands'), ...linesIn(phase, 'finally')]
  })

const wrongPath = /create-invalidation\b[^\n]*--paths\s+([^\n-]+)/

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
const invalidations = (phases: GivenMap): Findings =>
  every(phases).flatMap((line) => {
    const paths = (wrongPath.exec(line.text)?.[1] ?? '').split(/\s+/).map((each) => each.replace(/^["']|["']$/g, ''))
    const wrong = paths.find((each) => /^[^$/*]\S*/.test(each) || /\*./.test(each))
    return wrong
      ? warning('invalidation-path', line.at, [
          `"${wrong}" invalidates nothing that visitors ask for`,
          'begin the path with "/", and write "*" at its end alone: "/*" or "/assets/*"',
        ])
      : []
  })

// https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
const deletions = (phases: GivenMap): Findings =>
  every(phases).flatMap((line) =>
    /aws\s+s3\s+sync\b[^\n]*--delete\b/.test(line.text)
      ? warning('sync-deletes-assets', line.at, [
          'what pages in a cache still name is deleted while new pages arrive',
          'upload assets first and pages last, and delete old assets days later',
        ])
      : [],
  )

/** What works and goes wrong on another day. */
export const habits = (root: GivenMap): Findings => {
  const phases = entryIn(root, 'phases')?.value
  return phases?.is === 'map'
    ? [...afterFailure(phases), ...anonymousPulls(phases), ...invalidations(phases), ...deletions(phases)]
    : []
}
