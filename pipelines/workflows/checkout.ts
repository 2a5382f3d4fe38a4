import { type Step, usePinned } from '#model'
import { pins } from './pins.ts'

/** Checks the commit out and leaves no token behind in the working copy, where every later step could read it. */
export const checkout = (): Step => usePinned('Check out', pins.checkout, { with: { 'persist-credentials': 'false' } })
