import { describe, expect, test } from 'vitest'
import { arriving, leaving, meeting, showingFace } from './journeys/journey.ts'
import { onCloud } from './journeys/on-cloud.ts'
import type { Traveller } from './journeys/traveller.ts'
import { homePage } from './pages/home.ts'
import { watched } from './site/visitor.ts'
import { missing } from './site/visitors.ts'

test('a browser is here', ({ skip }) => {
  if (missing === undefined) return
  if (process.env.BROWSER_REQUIRED === '1') expect.fail(missing)
  skip(missing)
})

/** Many pages, one after the other, on machines that do other things as well. */
const patience = { timeout: 180_000 }

describe.skipIf(missing)('a journey through the app on a local AWS', patience, () => {
  const { comes, arrives, codeOf } = onCloud()
  const wentWrong = ({ complaints, failures }: Traveller) => [...complaints, ...failures]

  test('leads from signing up to signing out, beside someone who sees it all without a reload', async () => {
    const [one, other] = [await comes('Andrew'), await comes('Bayko')]
    const travelling = { one, other, codeOf }
    const steps = [
      ...arriving(travelling),
      ...meeting(travelling),
      ...showingFace(travelling),
      ...meeting(travelling, 2),
      ...leaving(travelling),
    ]
    for (const { says, run } of steps) {
      await run().catch((cause: unknown) => expect.fail(`${says}: ${cause}\n${wentWrong(one)} ${wentWrong(other)}`))
    }
    expect([...wentWrong(one), ...wentWrong(other)]).toEqual([])
  })

  test('goes on over a reload, and no script can read how', async () => {
    const { page } = await arrives('Keeper')
    await page.reload()
    await homePage(page).box.waitFor()
    const readable = 'document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)'
    expect(await page.evaluate(readable)).not.toMatch(/refresh|token|ey[A-Z]/i)
  })

  test('goes on in two tabs of one person: both renew the session at once, and what one posts is in the other', async () => {
    const first = await arrives('Twofold')
    const second = watched(await first.page.context().newPage())
    await homePage(second.page).open()
    await Promise.all([homePage(first.page).open(), homePage(second.page).open()])
    await homePage(first.page).post('from the first tab')
    await homePage(second.page).posts.getByText('from the first tab').waitFor()
    await homePage(second.page).post('from the second tab')
    await homePage(first.page).posts.getByText('from the second tab').waitFor()
    for (const { page } of [first, second]) {
      expect(await homePage(page).posts.locator('.message').allTextContents()).toEqual(
        expect.arrayContaining(['from the second tab', 'from the first tab']),
      )
    }
    expect([...wentWrong(first), ...second.complaints, ...second.failures]).toEqual([])
  })
})
