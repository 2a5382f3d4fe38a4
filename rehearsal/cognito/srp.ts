// Secure Remote Password as Cognito computes it: the 3072-bit group with generator 2, SHA-256, and a 16-byte key derived
// with the info "Caldera Derived Key". AWS documents the flow, not the arithmetic, which is the one of its own clients.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
// https://datatracker.ietf.org/doc/html/rfc5054
import { createHash, createHmac, getDiffieHellman, timingSafeEqual } from 'node:crypto'

/** What is kept instead of a password. */
export interface Verifier {
  readonly salt: Buffer
  readonly value: bigint
}

/** Whose password it is: the part of the pool id after the underscore, and the user name. */
export interface Owner {
  readonly pool: string
  readonly username: string
}

const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const generator = 2n

/** `base ** exponent mod prime`. */
const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n
  let square = base % prime
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}

/** A number as the bytes that are hashed: an even number of digits, and a zero byte before a leading high bit. */
const padded = (value: bigint): Buffer => {
  const digits = value.toString(16)
  const even = digits.length % 2 ? `0${digits}` : digits
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex') || '0'}`)
const hash = (...parts: readonly (Buffer | string)[]): Buffer => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}
const multiplier = numberOf(hash(padded(prime), padded(generator)))

/** The private key that a password gives. */
const privateKeyOf = ({ pool, username }: Owner, password: string, salt: Buffer): bigint =>
  numberOf(hash(padded(numberOf(salt)), hash(`${pool}${username}:${password}`)))

/** The verifier of a password. */
export const verifierOf = (owner: Owner, password: string, salt: Buffer): Verifier => ({
  salt,
  value: power(generator, privateKeyOf(owner, password, salt)),
})

/** Whether the verifier is the one of this password. */
export const isPassword = (verifier: Verifier, owner: Owner, password: string): boolean =>
  verifierOf(owner, password, verifier.salt).value === verifier.value

/** What both sides hash together to the scrambling parameter `u`. */
const scramble = (a: bigint, b: bigint): bigint => numberOf(hash(padded(a), padded(b)))

/** The 16-byte key both sides derive from the shared secret. */
const derivedKey = (shared: bigint, u: bigint): Buffer => {
  const extracted = createHmac('sha256', padded(u)).update(padded(shared)).digest()
  return createHmac('sha256', extracted)
    .update(Buffer.concat([Buffer.from('Caldera Derived Key'), Buffer.of(1)]))
    .digest()
    .subarray(0, 16)
}

/** What the client signs to show that it has the key. */
const claimOf = (key: Buffer, { pool, username }: Owner, claim: { block: string; timestamp: string }): Buffer =>
  createHmac('sha256', key)
    .update(pool)
    .update(username)
    .update(Buffer.from(claim.block, 'base64'))
    .update(claim.timestamp)
    .digest()

/** The server's side of one exchange: its public value, and whether a signed claim proves the password. */
export const serverExchange = (given: {
  readonly owner: Owner
  readonly verifier: Verifier
  /** The client's public value, hexadecimal. */
  readonly clientPublic: string
  readonly secret: Buffer
  readonly block: string
}):
  | { readonly serverPublic: string; readonly proves: (timestamp: string, signature: string) => boolean }
  | undefined => {
  if (!/^[0-9a-f]+$/i.test(given.clientPublic)) return undefined
  const a = BigInt(`0x${given.clientPublic}`)
  if (a % prime === 0n) return undefined
  const secret = numberOf(given.secret)
  const b = (multiplier * given.verifier.value + power(generator, secret)) % prime
  const u = scramble(a, b)
  const key = derivedKey(power(a * power(given.verifier.value, u), secret), u)
  return {
    serverPublic: b.toString(16),
    proves: (timestamp, signature) => {
      const wanted = claimOf(key, given.owner, { block: given.block, timestamp })
      const sent = Buffer.from(signature, 'base64')
      return sent.length === wanted.length && timingSafeEqual(sent, wanted)
    },
  }
}
