import { isIPv6 } from 'node:net'

/**
 * What counts as one caller: an IPv4 address, but a whole IPv6 network of 56 bits, since whoever has one such address has
 * the others of the network too. https://www.rfc-editor.org/rfc/rfc6177
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address
  const [before = '', after] = (address.split('%')[0] ?? '').split('::')
  const groupsOf = (part: string): readonly string[] => (part === '' ? [] : part.split(':'))
  const [front, back] = [groupsOf(before), groupsOf(after ?? '')]
  const gap = after === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array<string>(gap).fill('0'), ...back]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
  // Of the fourth group the first half belongs to the network.
  return `${groups.map((group, at) => (at === 3 ? group & 0xff00 : group).toString(16)).join(':')}::/56`
}
