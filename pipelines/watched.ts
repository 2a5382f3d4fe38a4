import { prefixOf } from '#cfn/stacks/names.ts'
import { type Delivery, type Environment, fault } from '#model'
import { pascal } from '#model/name.ts'
import type { Cloud } from './cloud/cloud.ts'
import type { Watching } from './watch.ts'

/** The pipeline of an environment and the services behind its deploy actions, as their stacks export them. */
export const watchedPipeline = async (
  cloud: Cloud,
  d: Delivery,
  e: Environment,
): Promise<Pick<Watching, 'pipeline' | 'services'>> => {
  const prefix = prefixOf(d, e)
  const exports = await cloud.stacks.exports()
  const cluster = exports.get(`${prefix}-cluster-clusterName`)
  if ((await cloud.stacks.observe(`${prefix}-cicd`)) === undefined)
    throw fault({
      at: `environment ${e.name}`,
      code: 'pipeline-missing',
      says: 'this environment has no pipeline yet',
      fix: `deploy it first: launchway deploy --environment ${e.name}`,
      exit: 1,
    })
  const services = d.services.flatMap((each) => {
    const service = exports.get(`${prefix}-service-${each.name}-serviceName`)
    return cluster && service ? [[pascal(`${each.name}-deploy`), { cluster, service }] as const] : []
  })
  return { pipeline: prefix, services: Object.fromEntries(services) }
}
