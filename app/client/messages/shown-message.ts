import type { Message } from '../../contract.ts'

/** A message as it is shown: one on its way, or one that did not get there and why. */
export type ShownMessage = Message & { readonly state?: 'sending' | 'failed'; readonly reason?: string }
