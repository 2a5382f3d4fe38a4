/** A text that others will read, without what is nobody's business in it: addresses of people, tokens, passwords in addresses. */
export const masked = (text: string): string =>
  // What code that is not ours calls a text may be none.
  String(text)
    .replace(/\beyJ[\w-]+\.[\w-]+(\.[\w-]+)?/g, '[token]')
    .replace(/\b(Bearer|Basic)\s+[\w\-.~+/=]+/gi, '$1 [token]')
    .replace(/:\/\/[^\s/@]+@/g, '://[redacted]@')
    .replace(/[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+/g, '[email]')
