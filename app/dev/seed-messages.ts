import type { Conversations } from '../db/conversations.ts'

const talks = [
  [
    'bayko',
    'andrew',
    ['Did the pipeline really roll back on Friday?', 'It did. I read about it on Monday.', 'Respect.'],
  ],
  ['mira_k', 'andrew', ['Your query has no index.', 'It has one now.', 'It has two now. One will do.']],
  ['tomas', 'andrew', ['03:12 again.']],
  ['ada_o', 'yui', ['2 px lower is better. I measured.', 'I felt it.']],
] as const

/** Lets some of the seed's people write to each other; the one who was asked answers, in turn. */
export async function seedMessages(conversations: Conversations, idOf: (handle: string) => string): Promise<void> {
  for (const [one, other, says] of talks) {
    for (const [turn, message] of says.entries()) {
      const [from, to] = turn % 2 ? [other, one] : [one, other]
      await conversations.start(idOf(from), idOf(to), { message })
    }
  }
}
