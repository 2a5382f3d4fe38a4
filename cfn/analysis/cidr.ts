// Fn::Cidr: count subnets of 2^bits addresses out of an IPv4 or IPv6 block.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
import { TemplateError } from './template-error.ts'

/** The first `count` blocks of `2^bits` addresses inside `block`. */
export const cidrBlocksOf = (block: string, count: number, bits: number): readonly string[] => {
  const [address = '', size = ''] = block.split('/')
  const wide = address.includes(':')
  const width = wide ? 128 : 32
  const start = wide ? parseIpv6(address) : parseIpv4(address)
  const prefix = width - bits
  const room = 1n << BigInt(Math.max(prefix - Number(size), 0))
  const wrong = start === undefined || !/^\d+$/.test(size) || Number(size) > width || prefix < Number(size)
  if (wrong || count < 1 || count > 256 || BigInt(count) > room) {
    throw new TemplateError(`Template error: Fn::Cidr cannot make ${count} blocks of ${bits} bits out of "${block}"`)
  }
  const base = (start >> BigInt(width - Number(size))) << BigInt(width - Number(size))
  const print = wide ? printIpv6 : printIpv4
  return Array.from({ length: count }, (_, index) => `${print(base + (BigInt(index) << BigInt(bits)))}/${prefix}`)
}

const parseIpv4 = (text: string): bigint | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

const printIpv4 = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')

const parseIpv6 = (text: string): bigint | undefined => {
  const [head = '', tail] = text.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(gap, 0)).fill('0'), ...right]
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

// The longest run of zero groups is written as "::", as RFC 5952 wants it.
const printIpv6 = (value: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn)
  const text = groups.map((group) => group.toString(16)).join(':')
  const run = (text.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? []).sort((a, b) => b.length - a.length)[0]
  return run
    ? text
        .replace(run, ':')
        .replace(/^:(?!:)/, '::')
        .replace(/(?<!:):$/, '::')
    : text
}
