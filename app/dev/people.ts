/** Who lives in the seed, and what they say; `#tags` and repeated words make the trends. */
export const people = [
  {
    handle: 'andrew',
    name: 'Andrew Fields',
    bio: 'I move things to the cloud, then move the bill back down.',
    says: [
      'Cloud is fun, and so is deleting what you no longer need. #cloud',
      'Deployed on a Friday. The pipeline rolled it back before I noticed. #pipelines',
      'Today I removed a NAT gateway nobody used. Best refactoring of the month.',
      'If your dashboard needs a legend for its legend, it is a painting.',
    ],
  },
  {
    handle: 'bayko',
    name: 'Bayko Sun',
    bio: 'Front ends, forms and too much coffee.',
    says: [
      'Standing desk, day 4. I have opinions about chairs now.',
      'Every form is a conversation. Most of them are interrogations. #design',
      'Keyboard only for a whole day: you learn who cared. #accessibility #design',
      'The coffee machine has an API now. It returns 418 and I respect that.',
    ],
  },
  {
    handle: 'lore',
    name: 'Lore 🐈',
    bio: 'House cat. Opinions are my own and final.',
    says: [
      'My humans left the window open. The balcony is mine until sunset.',
      'I sat on the keyboard and the tests passed. You are welcome. #pipelines',
      'Breakfast was four minutes late. An incident review has been scheduled.',
    ],
  },
  {
    handle: 'londo',
    name: 'Londo Marin',
    bio: 'Diplomat, retired. Collects clocks.',
    says: [
      'Success is getting what you want; happiness is wanting what you get.',
      'I own eleven clocks and no two agree. This is called a distributed system. #clocks',
      'A message that expires is a promise kept.',
    ],
  },
  {
    handle: 'mira_k',
    name: 'Mira Kovač',
    bio: 'Databases. Ask me about indexes, or rather do not.',
    says: [
      'The query was slow because it was right. The fast one was wrong. #postgres',
      'An index is a promise you pay for on each write. #postgres #cloud',
      'Backups are a rumour until you have restored one.',
    ],
  },
  {
    handle: 'tomas',
    name: 'Tomás Rey',
    bio: 'On call this week. Be kind.',
    says: [
      '03:12. The alarm was the alarm for the alarms. #oncall',
      'Clocks drift, people drift, alerts stay. #clocks #oncall',
      'Wrote the runbook I needed last night. Future me owes me a cake.',
    ],
  },
  {
    handle: 'yui',
    name: 'Yui Tanaka',
    bio: '山と自転車とデザイン。 Mountains, bicycles, design.',
    says: [
      '今日の峠は霧の中。最高でした。',
      'Whitespace is not empty. It is where the eye breathes. #design',
      'Rode 80 km to think about one button. It is now 2 px lower.',
    ],
  },
  {
    handle: 'ada_o',
    name: 'Ada Okafor',
    bio: 'Teaching machines to apologise.',
    says: [
      'Error messages are the most read prose I will ever write.',
      'Told a user what was wrong, where, and how to fix it. They sent flowers. #design',
      'Small releases. Small regrets. #pipelines',
    ],
  },
] as const

/** What people answer, whatever it was. */
export const replies = [
  'This. Exactly this.',
  'I would like to subscribe to your newsletter.',
  'Counterpoint: naps.',
  'Can confirm, it happened to us on Tuesday.',
  'How long did that take you?',
  'Saving this before it expires.',
] as const
