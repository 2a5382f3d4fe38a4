import type { ResourceFacts } from '#cfn/analysis/replacement.ts'
import { isRecord } from '#cfn/analysis/template.ts'

/** Why AWS would refuse these properties before creating anything; undefined when it would not. */
export const propertyProblem = (
  facts: ResourceFacts | undefined,
  logicalId: string,
  properties: unknown,
): string | undefined => {
  if (!facts?.properties || !isRecord(properties)) return undefined
  const foreign = Object.keys(properties).filter((name) => !facts.properties?.includes(name))
  const missing = (facts.required ?? []).filter((name) => properties[name] === undefined)
  const problems = [
    ...foreign.map((name) => `#: extraneous key [${name}] is not permitted`),
    ...missing.map((name) => `#: required key [${name}] not found`),
  ]
  return problems.length
    ? `Properties validation failed for resource ${logicalId} with message: [${problems.join(', ')}]`
    : undefined
}
