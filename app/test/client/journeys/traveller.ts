import type { Visitor } from '../site/visitor.ts'

/** Someone on a journey: the page they have open, and who they are in the app. */
export type Traveller = Visitor & {
  readonly name: string
  readonly handle: string
  readonly email: string
  readonly password: string
}

/** A visitor with a name; `mark` parts them from others of that name, in a database that stays. */
export const travellerOf = (visitor: Visitor, name: string, mark = ''): Traveller => {
  const handle = `${name.toLowerCase()}${mark}`
  return { ...visitor, name, handle, email: `${handle}@example.com`, password: 'correct-Horse-7-battery' }
}
