const cache = new Map<string, RegExp>()

const compiled = (pattern: string): RegExp => {
  const known = cache.get(pattern)
  if (known) return known
  const made = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[\\s\\S]*')
      .replaceAll('?', '[\\s\\S]')}$`,
  )
  cache.set(pattern, made)
  return made
}

/**
 * True when a text matches a pattern of IAM: `*` is any text, `?` any character.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const isLike = (pattern: string, text: string): boolean => compiled(pattern).test(text)

/** True when a text has a wildcard of IAM in it. `${*}` and `${?}` are the characters themselves. */
export const hasWildcard = (text: string): boolean => /[*?]/.test(text.replace(/\$\{[*?$]\}/g, ''))
