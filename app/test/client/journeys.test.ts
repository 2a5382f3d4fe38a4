import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arriving, leaving, meeting, showingFace } from './journeys/journey.ts'
import { type Traveller, travellerOf } from './journeys/traveller.ts'
import { homePage } from './pages/home.ts'
import { type CloudSite, startCloudSite } from './site/cloud-site.ts'
import { missing, type Visitors, visitorsOf } from './site/visitors.ts'

test('a browser is here', ({ skip }) => {
  if (missing === undefined) return
  if (process.env.BROWSER_REQUIRED === '1') expect.fail(missing)
  skip(missing)
})

/** Many pages, one after the other, on machines that do other things as well. */
const patience = { timeout: 180_000 }

describe.skipIf(missing)('a journey through the app on a local AWS', () => {
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

  const codeOf = async (email: string): Promise<string> => site.api.mails.get(email) ?? 'no mail came'
  const wentWrong = ({ complaints, failures }: Traveller) => [...complaints, ...failures]

  test('leads from signing up to signing out, beside someone who sees it all without a reload', patience, async () => {
    const [one, other] = [travellerOf(await visitors.visit(), 'Andrew'), travellerOf(await visitors.visit(), 'Bayko')]
    const travelling = { one, other, codeOf }
    const steps = [
      ...arriving(travelling),
      ...meeting(travelling),
      ...showingFace(travelling),
      ...meeting(travelling, 2),
      ...leaving(travelling),
    ]
    for (const { says, run } of steps)
      await run().catch((cause: unknown) => expect.fail(`${says}: ${cause}; went wrong: ${wentWrong(one)}`))
    expect([...wentWrong(one), ...wentWrong(other)]).toEqual([])
  })

  test('goes on over a reload, and no script can read how', patience, async () => {
    const { page } = await visitors.signedIn('keeper')
    await homePage(page).open()
    await page.reload()
    await homePage(page).box.waitFor()
    const readable = 'document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)'
    expect(await page.evaluate(readable)).not.toMatch(/refresh|token|ey[A-Z]/i)
  })
})
