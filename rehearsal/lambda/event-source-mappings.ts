// All event source mappings, each with a reader of its own while it is enabled.
import { setMaxListeners } from 'node:events'
import { jsonReply, type Routes } from '../protocols/rest-json.ts'
import { awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { type Mapping, mappingOf, mappingShape } from './mapping.ts'
import type { PollCare, Reading } from './poll.ts'
import { pollQueue } from './poll-queue.ts'
import { pollStream } from './poll-stream.ts'
import { invalid } from './settings.ts'

/** What mappings work with. */
export interface MappingCare extends PollCare {
  readonly world: World
  /** The ARN of the function that an input names, or the error Lambda gives. */
  readonly functionArn: (name: string) => string
}

/** The mappings: their operations, and what CloudFormation does with them. */
export interface EventSourceMappings {
  readonly routes: Routes
  readonly create: (given: Shape) => Mapping
  readonly update: (uuid: string, given: Shape) => Mapping
  readonly remove: (uuid: string) => void
  readonly stop: () => Promise<void>
}

interface Running {
  readonly ending: AbortController
  readonly life: Promise<void>
}

/** No mappings yet. */
export const eventSourceMappings = (care: MappingCare): EventSourceMappings => {
  const { world, ports } = care
  const mappings = new Map<string, Mapping>()
  const running = new Map<string, Running>()
  const places = new Map<string, Reading['place']>()
  const lives = new Set<Promise<void>>()

  const end = (uuid: string) => {
    running.get(uuid)?.ending.abort()
    running.delete(uuid)
  }
  const begin = (mapping: Mapping, before?: Promise<void>) => {
    if (!mapping.enabled) return
    const ending = new AbortController()
    const { signal } = ending
    setMaxListeners(0, signal)
    const read = mapping.kind === 'stream' ? pollStream : pollQueue
    const place = places.get(mapping.uuid) ?? { after: undefined, begun: false }
    places.set(mapping.uuid, place)
    const life = Promise.resolve(before)
      .then(() => read(care, mapping, { signal, place }))
      .catch((error: unknown) => care.says(`${mapping.sourceArn}: ${error instanceof Error ? error.stack : error}`))
    lives.add(life)
    void life.then(() => lives.delete(life))
    running.set(mapping.uuid, { ending, life })
  }
  const put = (uuid: string, given: Shape): Mapping => {
    const arn = `arn:aws:lambda:${world.region}:${world.account}:event-source-mapping:${uuid}`
    const functionArn = care.functionArn(String(given.FunctionName))
    const mapping = mappingOf({ uuid, arn, functionArn, modified: world.clock.now() }, given)
    const there = mapping.kind === 'stream' ? ports.streams.exists : ports.queues.exists
    if (!there(mapping.sourceArn)) throw invalid(`The event source ${mapping.sourceArn} does not exist.`)
    const before = running.get(uuid)?.life
    end(uuid)
    mappings.set(uuid, mapping)
    begin(mapping, before)
    return mapping
  }
  const one = (uuid: string): Mapping => {
    const mapping = mappings.get(uuid)
    if (mapping) return mapping
    throw awsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404)
  }
  const update = (uuid: string, given: Shape): Mapping => {
    const before = one(uuid)
    return put(uuid, { ...before.given, ...given })
  }
  const remove = (uuid: string) => {
    one(uuid)
    end(uuid)
    mappings.delete(uuid)
    places.delete(uuid)
  }

  const path = '/2015-03-31/event-source-mappings'
  return {
    create: (given) => put(world.id(), given),
    update,
    remove,
    stop: async () => {
      for (const uuid of [...running.keys()]) end(uuid)
      await Promise.all(lives)
    },
    routes: {
      [`POST ${path}`]: (route) => jsonReply(mappingShape(put(world.id(), route.body())), 202),
      [`GET ${path}`]: ({ query }) => {
        const [source, name] = [query.get('EventSourceArn'), query.get('FunctionName')]
        const arn = name && care.functionArn(name)
        const found = [...mappings.values()].filter(
          (mapping) => (!source || mapping.sourceArn === source) && (!arn || mapping.functionArn === arn),
        )
        return { EventSourceMappings: found.map(mappingShape) }
      },
      [`GET ${path}/{uuid}`]: (route) => mappingShape(one(route.path.uuid ?? '')),
      [`PUT ${path}/{uuid}`]: (route) => jsonReply(mappingShape(update(route.path.uuid ?? '', route.body())), 202),
      [`DELETE ${path}/{uuid}`]: (route) => {
        const mapping = one(route.path.uuid ?? '')
        remove(mapping.uuid)
        return jsonReply({ ...mappingShape(mapping), State: 'Deleting' }, 202)
      },
    },
  }
}
