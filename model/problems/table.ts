import { checkName, isLoose, isWhole, type Loose, list, type Report, show } from './report.ts'

/** What can be wrong with a table. */
export const checkTable = (report: Report, to: Loose) => {
  const { capacity, expires, stream } = to
  checkName(report, to, { what: 'table', given: to.name })
  if (typeof to.partitionKey !== 'string' || to.partitionKey === '')
    report(
      to,
      'table-without-key',
      `table ${show(to.name)} has no partition key`,
      "give its key: table('messages', { key: ['pk', 'sk'] })",
    )
  checkIndexes(report, to)
  if (stream !== undefined && stream !== 'new-image' && stream !== 'new-and-old-images')
    report(
      to,
      'table-stream-unknown',
      `table ${show(to.name)} streams ${show(stream)}`,
      'use stream: "new-image" or "new-and-old-images", or leave it out',
    )
  if (
    capacity !== undefined &&
    !(isLoose(capacity) && isWhole(capacity.read, 1, 40_000) && isWhole(capacity.write, 1, 40_000))
  )
    report(
      to,
      'table-capacity-malformed',
      `table ${show(to.name)} has capacity ${show(capacity)}`,
      'give both units, such as capacity: { read: 5, write: 5 }, or leave it out to pay per request',
    )
  if (
    expires !== undefined &&
    (typeof expires !== 'string' || expires === '' || expires === to.partitionKey || expires === to.sortKey)
  )
    report(
      to,
      'table-expiry-malformed',
      `table ${show(to.name)} expires by ${show(expires)}`,
      'name an attribute that is no key and holds seconds since 1970, such as expires: "expiresAt"',
    )
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (names, global secondary indexes)
const checkIndexes = (report: Report, to: Loose) => {
  const indexes = Object.entries(isLoose(to.indexes) ? to.indexes : {})
  const isKey = (key: unknown) => typeof key === 'string' && key !== ''
  for (const [name, keys] of indexes)
    if (!/^[\w.-]{3,255}$/.test(name) || ![1, 2].includes(list(keys).length) || !list(keys).every(isKey))
      report(
        to,
        'table-index-malformed',
        `table ${show(to.name)} has index ${show(name)} with key ${show(keys)}`,
        "give a name of 3 to 255 letters, digits, '_', '-' or '.', and one or two attributes: indexes: { group: ['group_id', 'sk'] }",
      )
  if (indexes.length > 20)
    report(
      to,
      'table-indexes-too-many',
      `table ${show(to.name)} has ${indexes.length} indexes`,
      'keep at most 20, which is what DynamoDB allows without asking',
    )
}
