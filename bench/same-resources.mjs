import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

// YAML reads JSON too; cdk writes its short forms out, and so do we.
const typesIn = (folder, ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => Object.values(parse(readFileSync(join(folder, name), 'utf8')).Resources ?? {}))
    .map((resource) => resource.Type)

const counted = (types) => {
  const counts = new Map()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

/** How many resources both make, of how many types, and each type whose number differs. */
export const compareResources = (ours, theirs) => {
  const one = counted(typesIn(ours, '.yaml'))
  const other = counted(typesIn(theirs, '.template.json'))
  const types = [...new Set([...one.keys(), ...other.keys()])].sort()
  const sum = (counts) => [...counts.values()].reduce((total, many) => total + many, 0)
  return {
    types: types.length,
    launchway: sum(one),
    cdk: sum(other),
    differences: types
      .map((type) => ({ type, launchway: one.get(type) ?? 0, cdk: other.get(type) ?? 0 }))
      .filter((row) => row.launchway !== row.cdk),
  }
}
