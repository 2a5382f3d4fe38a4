import { afterAll, beforeAll } from 'vitest'
import { homePage } from '../pages/home.ts'
import { type CloudSite, startCloudSite } from '../site/cloud-site.ts'
import { type Visitors, visitorsOf } from '../site/visitors.ts'
import { type Traveller, travellerOf } from './traveller.ts'

/** A site on a local AWS for the tests of a file, and people who come to it. */
export type OnCloud = {
  /** Somebody new, in a browser profile of their own. */
  comes(name: string): Promise<Traveller>
  /** The same, with an account, signed in, on the home page. */
  arrives(name: string): Promise<Traveller>
  codeOf(email: string): Promise<string>
}

/** Starts it before the tests and ends it after them. */
export function onCloud(): OnCloud {
  let site: CloudSite
  let visitors: Visitors
  beforeAll(async () => {
    site = await startCloudSite()
    visitors = await visitorsOf(site)
  }, 180_000)
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)
  return {
    comes: async (name) => travellerOf(await visitors.visit(), name),
    async arrives(name) {
      const traveller = travellerOf(await visitors.signedIn(name.toLowerCase()), name)
      await homePage(traveller.page).open()
      await homePage(traveller.page).box.waitFor()
      return { ...traveller, name: `The ${name.toLowerCase()}` }
    },
    codeOf: async (email) => site.api.mails.get(email) ?? 'no mail came',
  }
}
