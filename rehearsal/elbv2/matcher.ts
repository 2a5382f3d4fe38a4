/** Whether a status matches a health check's codes, such as `200`, `200,202` or `200-299` (API_Matcher). */
export const statusMatches = (codes: string, status: number): boolean =>
  codes.split(',').some((part) => {
    const [from = Number.NaN, to = from] = part.trim().split('-').map(Number)
    return status >= from && status <= to
  })
