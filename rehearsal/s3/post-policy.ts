// The conditions of a POST policy: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
import { awsError } from '../service.ts'

type Condition = Readonly<Record<string, string>> | readonly [string, string | number, string | number]

interface Policy {
  readonly expiration: string
  readonly conditions: readonly Condition[]
}

/** What a policy is held against. */
export interface Upload {
  /** Lower-case names; `bucket` and the `key` as it will be are among them. */
  readonly fields: Readonly<Record<string, string>>
  readonly size: number
  readonly now: Date
}

const against = (text: string) => awsError('AccessDenied', `Invalid according to Policy: ${text}`, 403)

const parsePolicy = (base64: string): Policy => {
  try {
    const { expiration, conditions } = JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as Partial<Policy>
    if (typeof expiration === 'string' && Array.isArray(conditions)) return { expiration, conditions }
  } catch {
    // Told below.
  }
  throw awsError('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.')
}

const fieldOf = (name: unknown): string => String(name).replace(/^\$/, '').toLowerCase()

// Gives the field that a condition is about.
const holds = (condition: Condition, { fields, size }: Upload): string | undefined => {
  const failed = () => against(`Policy Condition failed: ${JSON.stringify(condition)}`)
  if (!Array.isArray(condition)) {
    const [[name = '', value] = []] = Object.entries(condition)
    if (fields[fieldOf(name)] !== value)
      throw against(`Policy Condition failed: ${JSON.stringify(['eq', `$${name}`, value])}`)
    return fieldOf(name)
  }
  const [operator, first, second] = condition as readonly [string, string | number, string | number]
  if (operator === 'content-length-range') {
    if (size < Number(first))
      throw awsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
    if (size > Number(second)) throw awsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
    return undefined
  }
  const name = fieldOf(first)
  const value = fields[name] ?? ''
  const wanted = String(second)
  if (operator === 'eq' ? value !== wanted : operator !== 'starts-with') throw failed()
  if (operator === 'starts-with') {
    const values = name === 'content-type' ? value.split(',') : [value]
    if (!values.every((one) => one.startsWith(wanted))) throw failed()
  }
  return name
}

const free = ['policy', 'x-amz-signature', 'file', 'bucket']

/** Throws what S3 answers to an upload that the policy does not allow. */
export const checkPolicy = (base64: string, upload: Upload): void => {
  const { expiration, conditions } = parsePolicy(base64)
  if (!(Date.parse(expiration) > upload.now.getTime())) throw against('Policy expired.')
  const named = conditions.map((condition) => holds(condition, upload))
  const extra = Object.keys(upload.fields).filter(
    (name) => !named.includes(name) && !free.includes(name) && !name.startsWith('x-ignore-'),
  )
  if (extra.length > 0) throw against(`Extra input fields: ${extra.join(', ')}`)
}
