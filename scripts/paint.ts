import pico from 'picocolors'
import type { Paint } from '#pipelines/print/text.ts'

/** Colours of the terminal; none when it has none, or NO_COLOR is set. */
export const paint: Paint = { strong: pico.bold, good: pico.green, bad: pico.red, faint: pico.dim }
