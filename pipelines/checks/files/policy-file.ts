import { parse } from 'yaml'
import { isRecord } from '#cfn/analysis/template.ts'
import { isPolicy, policyProblems } from '#cfn/iam/check.ts'
import type { Finding } from '#model'
import { placesIn } from '../read/places.ts'
import type { Text } from '../read/text.ts'

interface FoundPolicy {
  readonly keys: readonly (string | number)[]
  readonly document: unknown
}

// Every policy document inside a value: the value itself, or what a tool printed around it.
const policiesIn = (value: unknown, keys: FoundPolicy['keys'] = []): readonly FoundPolicy[] => {
  if (isPolicy(value)) return [{ keys, document: value }]
  if (Array.isArray(value)) return value.flatMap((each, at) => policiesIn(each, [...keys, at]))
  return isRecord(value) ? Object.entries(value).flatMap(([key, each]) => policiesIn(each, [...keys, key])) : []
}

/** Everything wrong with the IAM policy documents of a file. */
export const checkPolicyFile = (file: Text): readonly Finding[] => {
  const at = placesIn(file)
  try {
    JSON.parse(file.text)
  } catch (error) {
    // IAM takes JSON alone; a YAML document is read all the same, since tools turn it into JSON.
    if (/^\s*[{[]/.test(file.text))
      return [
        {
          code: 'policy-malformed',
          severity: 'error',
          at: { file: file.path, line: 1, column: 1 },
          says: `the file is no JSON: ${error instanceof Error ? error.message : String(error)}`,
          fix: 'mend the JSON: no comment, no comma before a closing bracket, double quotes',
        },
      ]
  }
  return policiesIn(parse(file.text, { logLevel: 'silent', uniqueKeys: false })).flatMap(({ keys, document }) =>
    policyProblems(document).map(({ keys: inside, ...problem }) => ({ ...problem, at: at(...keys, ...inside) })),
  )
}
