// ListUsers and the grammar of its filter: one attribute, `=` or `^=`, one quoted value.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
import { listIn } from '../protocols/form.ts'
import type { Operation, Shape } from '../service.ts'
import { findPool } from './find.ts'
import { pageOf } from './page.ts'
import type { Parts } from './parts.ts'
import { invalidParameter } from './refusals.ts'
import type { User } from './state.ts'
import { printUser } from './users.ts'

/** The ListUsers operation. */
export const listUsersOperation =
  ({ state }: Parts): Operation =>
  (input) => {
    const pool = findPool(state, input.UserPoolId)
    const matches = userFilter(String(input.Filter ?? ''))
    const { items, next } = pageOf([...pool.users.values()].filter(matches), {
      token: input.PaginationToken,
      limit: input.Limit,
      most: 60,
    })
    const wanted = input.AttributesToGet ? listIn(input.AttributesToGet) : undefined
    return { Users: items.map((user) => narrowed(printUser(user), wanted)), PaginationToken: next }
  }

const narrowed = (shown: Shape, wanted: readonly string[] | undefined): Shape => ({
  ...shown,
  Attributes: listIn<Shape>(shown.Attributes).filter(({ Name }) => wanted?.includes(Name) !== false),
})

// What may be searched, each with its value for a user. The status of the account, `cognito:user_status`, is
// compared letter by letter, everything else without regard to case.
const searchable: Readonly<Record<string, (user: User) => string | undefined>> = {
  username: ({ username }) => username,
  sub: ({ sub }) => sub,
  status: ({ enabled }) => (enabled ? 'Enabled' : 'Disabled'),
  'cognito:user_status': ({ status }) => status,
  ...Object.fromEntries(
    ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'].map((name) => [
      name,
      ({ attributes }: User) => attributes.get(name),
    ]),
  ),
}

/** The test that a filter stands for; an empty one lets everybody through. */
const userFilter = (filter: string): ((user: User) => boolean) => {
  if (!filter.trim()) return () => true
  const [, name = '', operator, quoted = ''] =
    /^\s*"?([\w:]+?)"?\s*(\^=|=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? []
  const read = Object.hasOwn(searchable, name) ? searchable[name] : undefined
  if (!operator || !read) throw invalidParameter('Error while parsing filter.')
  const exact = name === 'cognito:user_status'
  const fold = (text: string) => (exact ? text : text.toLowerCase())
  const wanted = fold(quoted.replace(/\\(.)/g, '$1'))
  return (user) => {
    const value = read(user)
    if (value === undefined) return false
    return operator === '=' ? fold(value) === wanted : fold(value).startsWith(wanted)
  }
}
