import type { Arrow, Card, Picture } from './picture.ts'

// The zones of a network are alike: subnets whose arrows are the same are drawn as one card, and so are alarms.
const isLike = /^(.*subnet) ([A-Z])$/i
const isAlarm = ({ detail }: Card): boolean => detail.startsWith('Alarm · ')
const stemOf = (card: Card): string | undefined => (isAlarm(card) ? 'alarm' : isLike.exec(card.title)?.[1])

const neighbours = ({ id }: Card, arrows: readonly Arrow[]): string =>
  arrows
    .flatMap(({ from, to, says }) => (from === id ? [`>${to} ${says}`] : to === id ? [`<${from} ${says}`] : []))
    .sort()
    .join()

/** The picture with cards that stand for the same thing drawn as one. */
export const merged = (picture: Picture): Picture => {
  const alike = new Map<string, Card[]>()
  for (const card of picture.cards) {
    const stem = stemOf(card)
    const key = stem ? `${stem} ${card.group ?? ''} ${neighbours(card, picture.arrows)}` : card.id
    alike.set(key, [...(alike.get(key) ?? []), card])
  }
  const first = new Map([...alike.values()].flatMap((cards) => cards.map((card) => [card.id, cards[0]?.id ?? card.id])))
  const cards = [...alike.values()].flatMap(([card, ...others]) =>
    card === undefined ? [] : others.length === 0 ? [card] : [together(card, others)],
  )
  const arrows = picture.arrows.filter(({ from, to }) => first.get(from) === from && first.get(to) === to)
  return { ...picture, cards, arrows: arrows.length === picture.arrows.length ? picture.arrows : arrows }
}

const letterOf = ({ title }: Card) => isLike.exec(title)?.[2] ?? ''

const titleOf = (card: Card, others: readonly Card[]): string => {
  if (isAlarm(card)) return [card, ...others].map(({ title }) => title).join(', ')
  return `${stemOf(card) ?? card.title}s ${[card, ...others].map(letterOf).join(', ')}`
}

const together = (card: Card, others: readonly Card[]): Card => ({
  ...card,
  title: titleOf(card, others),
  detail: isAlarm(card) ? `${others.length + 1} alarms` : `${others.length + 1} subnets, one in each zone`,
})
