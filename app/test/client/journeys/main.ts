import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { findBrowser, howToGetOne } from '../../setup/find-browser.ts'
import { openBrowser, visitIn } from '../site/visitor.ts'
import { signalsOf } from './signals.ts'
import { type Travelled, travel } from './travel.ts'
import { travellerOf } from './traveller.ts'

const usage = `npm run journeys -- --url <address of the site> --mail <address of the local AWS>/_local/mail [--json] [--wait]`

/** What is told of a journey, one line each. */
type Told =
  | Travelled
  | { readonly is: 'skipped'; readonly says: string }
  | { readonly is: 'done'; readonly says: string; readonly wrong: readonly string[] }

/** The journeys of two people through a site that runs; gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { url, mail, json, wait } = read(args)
  if (!url || !mail) {
    console.error(`the address of the site or of its mail is missing: ${usage}`)
    return 2
  }
  const tell = (told: Told): void => console.log(json ? JSON.stringify(told) : textOf(told))
  const path = findBrowser(process.env)
  if (!path) {
    tell({ is: 'skipped', says: `no Chromium here; ${howToGetOne}` })
    return 0
  }
  const browser = await openBrowser(path).catch((error: Error) => error)
  if (browser instanceof Error) {
    tell({ is: 'skipped', says: `${path} does not start (${browser.message.split('\n')[0]}); ${howToGetOne}` })
    return 0
  }
  try {
    const mark = randomBytes(4).toString('hex')
    const visit = () => visitIn(browser, { baseURL: url })
    const [one, other] = [travellerOf(await visit(), 'Ada', mark), travellerOf(await visit(), 'Grace', mark)]
    let isWhole = true
    for await (const told of travel(
      { one, other, codeOf: codesAt(mail) },
      wait ? signalsOf(process.stdin) : undefined,
    )) {
      tell(told)
      if (told.is === 'failed') isWhole = false
    }
    const wrong = [one, other].flatMap(({ name, failures, complaints }) =>
      [...failures, ...complaints].map((what) => `${name}: ${what}`),
    )
    tell({ is: 'done', says: wrong.length === 0 ? 'nothing went wrong' : `went wrong: ${wrong.join('; ')}`, wrong })
    return isWhole && wrong.length === 0 ? 0 : 1
  } finally {
    await browser.close()
    process.stdin.destroy()
  }
}

function read(args: readonly string[]) {
  const options = {
    url: { type: 'string' },
    mail: { type: 'string' },
    json: { type: 'boolean' },
    wait: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    console.error(String(error instanceof Error ? error.message : error))
    return {}
  }
}

/** Reads the outbox of a local AWS, whose newest mail comes first. */
const codesAt =
  (mail: string) =>
  async (email: string): Promise<string> => {
    const answer = await fetch(`${mail}?${new URLSearchParams({ to: email })}`)
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`)
    const [newest] = (await answer.json()) as readonly { readonly code: string }[]
    if (!newest) throw new Error(`no mail came to ${email}`)
    return newest.code
  }

const textOf = (told: Told): string => {
  if (told.is === 'step') return `✔ ${told.says}`
  if (told.is === 'left-out') return `· ${told.says}: left out, ${told.why}`
  return told.is === 'failed' ? `✘ ${told.says}: ${told.why}` : told.says
}
