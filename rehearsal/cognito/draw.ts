// What Cognito draws at random, from the identifiers the world gives.
import { createHash } from 'node:crypto'
import type { World } from '../world.ts'

/** Draws so many bytes. */
export const drawBytes = (world: World, length: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, () => createHash('sha256').update(world.id()).digest())
  return Buffer.concat(blocks).subarray(0, length)
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Draws so many lower-case letters and digits, as client ids are made of. */
export const drawLetters = (world: World, length: number): string =>
  [...drawBytes(world, length)].map((byte) => letters[byte % letters.length]).join('')

/** Draws a six-digit code. */
export const drawCode = (world: World): string =>
  String(drawBytes(world, 4).readUInt32BE(0) % 1_000_000).padStart(6, '0')

/** Draws a password that every password policy accepts. */
export const drawPassword = (world: World): string => `${drawLetters(world, 12)}A1!`
