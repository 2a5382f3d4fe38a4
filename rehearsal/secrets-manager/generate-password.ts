// GenerateSecretString and GetRandomPassword.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
import { createHash } from 'node:crypto'
import { flagIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'

const sets = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const

/** A password as asked for, drawn from `seed`. One character of each allowed kind is in it, unless told otherwise. */
export const generatePassword = (wanted: Shape, seed: string): string => {
  const excluded = String(wanted.ExcludeCharacters ?? '')
  const kinds = [...Object.entries<string>(sets), ...(flagIn(wanted.IncludeSpace) ? [['', ' '] as const] : [])]
    .filter(([flag]) => !flagIn(wanted[flag]))
    .map(([, characters]) => characters)
    .map((characters) => [...characters].filter((one) => !excluded.includes(one)).join(''))
    .filter(Boolean)
  const all = kinds.join('')
  const length = Number(wanted.PasswordLength ?? 32)
  const draw = (characters: string, index: number): string => {
    const number = createHash('sha256').update(`${seed} ${index}`).digest().readUInt32BE(0)
    return characters[number % characters.length] ?? ''
  }
  const each = wanted.RequireEachIncludedType === undefined || flagIn(wanted.RequireEachIncludedType)
  const required = each ? kinds.map((characters, index) => draw(characters, index)) : []
  const rest = Array.from({ length: Math.max(length - required.length, 0) }, (_, index) => draw(all, 100 + index))
  return [...rest, ...required].slice(-length).join('')
}

/** The secret a GenerateSecretString asks for: a bare password, or the template with the password under its key. */
export const generateSecretString = (wanted: Shape, seed: string): string => {
  const password = generatePassword(wanted, seed)
  if (wanted.SecretStringTemplate === undefined || wanted.GenerateStringKey === undefined) return password
  const template = JSON.parse(String(wanted.SecretStringTemplate)) as Shape
  return JSON.stringify({ ...template, [String(wanted.GenerateStringKey)]: password })
}
