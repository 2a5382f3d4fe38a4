// What two people do in the app, step by step: for the tests, and for whoever runs the same against a site.
import { routes } from '../../../contract.ts'
import { accountPages } from '../pages/account.ts'
import { homePage } from '../pages/home.ts'
import { messagesPages } from '../pages/messages.ts'
import { profilePage } from '../pages/profile.ts'
import { saysNoPictures } from '../site/visitor.ts'
import type { Traveller } from './traveller.ts'

/** One step: what is done and seen, as a sentence. It fails when that is not so. */
export type Step = { readonly says: string; run(): Promise<void> }

/** Thrown by a step that the app, as it is set up, does not offer. */
export class LeftOut extends Error {
  override name = 'LeftOut'
}

/** Who travels, and the newest code that was mailed to an address. */
export type Travelling = {
  readonly one: Traveller
  readonly other: Traveller
  codeOf(email: string): Promise<string>
}

/** Makes an account for each, with the code they were mailed, and leaves them on the home page. */
export const arriving = ({ one, other, codeOf }: Travelling): readonly Step[] =>
  [one, other].map((traveller) => ({
    says: `${traveller.name} signs up, confirms the address with the mailed code, and signs in`,
    async run() {
      const { page, email, password } = traveller
      const account = accountPages(page)
      await account.signUp(traveller)
      await account.confirm(await codeOf(email))
      // Whoever is told what happens misses nothing from here on.
      const live = page.waitForResponse((response) => new URL(response.url()).pathname === routes.events)
      await Promise.all([live, account.signIn({ password }), homePage(page).box.waitFor()])
    },
  }))

/** They post, reply and write to each other; the page is loaded anew for none of it. Can be gone through again. */
export const meeting = ({ one, other }: Travelling, round = 1): readonly Step[] => {
  const [mine, theirs] = [homePage(one.page), homePage(other.page)]
  const [post, reply] = [`Post ${round} of ${one.handle} <b>`, `Reply ${round} of ${other.handle}`]
  const [question, answer] = [`Question ${round}`, `Answer ${round}`]
  return [
    {
      says: `${one.name} posts, and ${other.name} sees it`,
      async run() {
        await theirs.goThere()
        await mine.goThere()
        await mine.post(post)
        await theirs.see(post)
      },
    },
    {
      says: `${other.name} replies, and ${one.name} is told and sees it`,
      async run() {
        await mine.openPost(post)
        await theirs.reply(post, reply)
        await one.page.getByText(reply).waitFor()
        await one.page.getByRole('link', { name: /Notifications/ }).click()
        await one.page.getByText('replied to you').first().waitFor()
      },
    },
    {
      says: `${other.name} writes a message, and ${one.name} reads it and answers`,
      async run() {
        await theirs.openAuthor(post)
        await messagesPages(other.page).writeToThem()
        await messagesPages(other.page).send(question)
        await messagesPages(one.page).openWith(other.name)
        await messagesPages(one.page).see(question)
        await messagesPages(one.page).send(answer)
        await messagesPages(other.page).see(answer)
      },
    },
  ]
}

/** One uploads a picture, which the other sees on a page that was loaded anew. */
export const showingFace = ({ one, other }: Travelling): readonly Step[] => [
  {
    says: `${one.name} uploads a picture, and ${other.name} sees it`,
    async run() {
      const [mine, theirs] = [profilePage(one.page), profilePage(other.page)]
      await mine.open(one.handle)
      const ticket = one.page.waitForResponse((response) => new URL(response.url()).pathname === routes.avatarTicket)
      const edited = mine.edit({ name: one.name, bio: 'Of clouds.', picture: 'face.png' })
      edited.catch(() => {})
      if (saysNoPictures(await ticket)) {
        await one.page.keyboard.press('Escape')
        await edited
        throw new LeftOut('this app takes no pictures')
      }
      await edited
      await mine.seePicture()
      await theirs.open(one.handle)
      await theirs.seePicture()
    },
  },
]

/** Both sign out. */
export const leaving = ({ one, other }: Travelling): readonly Step[] => [
  {
    says: `${one.name} and ${other.name} sign out`,
    async run() {
      for (const { page } of [one, other]) {
        await accountPages(page).signOut()
        await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
      }
    },
  },
]
