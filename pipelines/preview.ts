import { fault, type Plan } from '#model'
import type { Cloud } from './cloud/cloud.ts'
import type { Manifest } from './manifest.ts'
import { observe } from './observe.ts'
import { plan } from './plan.ts'

/** Refuses credentials of another account than the environment's: nothing is asked of, or changed in, the wrong one. */
export const inAccount = async (cloud: Cloud, manifest: Pick<Manifest, 'account' | 'environment'>): Promise<void> => {
  const account = await cloud.account()
  if (account === manifest.account) return
  throw fault({
    at: 'aws',
    code: 'wrong-account',
    says: `these credentials belong to account ${account}, but environment "${manifest.environment}" is account ${manifest.account}`,
    fix: `use credentials of ${manifest.account}, or change the environment's account in launchway.config.ts`,
  })
}

/** What deploying this manifest would change, as CloudFormation's own change sets say. `run` names this run's change sets. */
export const preview = async (cloud: Cloud, manifest: Manifest, run: string): Promise<Plan> => {
  await inAccount(cloud, manifest)
  return plan(manifest, await observe(cloud, manifest, run))
}
