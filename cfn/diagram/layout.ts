import { layout as arrange, Graph } from '@dagrejs/dagre'
import type { Arrow, Card, Group, Picture } from './picture.ts'

/** A point of the drawing, in pixels from its upper left. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A rectangle by its middle. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** A picture with a place for everything. */
export interface Laid {
  readonly picture: Picture
  readonly width: number
  readonly height: number
  readonly cards: readonly (Card & { readonly box: Box })[]
  readonly groups: readonly (Group & { readonly box: Box })[]
  readonly arrows: readonly (Arrow & { readonly points: readonly Point[]; readonly label?: Point })[]
}

// Widths of sans-serif letters in parts of the font's size: near enough to size boxes without a browser.
const narrow = /[iljtfrI.,:;'|!()[\] ·-]/
const wide = /[mwMW@%]/
const letter = (each: string) => (narrow.test(each) ? 0.33 : wide.test(each) ? 0.85 : /[A-Z]/.test(each) ? 0.67 : 0.555)

/** How wide a text is drawn. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, each) => sum + letter(each) * size, 0)

const cardSize = ({ title, detail }: Card) => ({
  width: Math.ceil(Math.max(96, widthOf(title, 14) * 1.06, widthOf(detail, 11)) + 30),
  height: 50,
})
const labelSize = (says: string) => ({ width: says ? Math.ceil(widthOf(says, 11)) + 10 : 0, height: says ? 16 : 0 })

const margin = 24

/** Places the cards in layers along the arrows, groups around theirs. */
export const laidOut = (picture: Picture): Laid => {
  const graph = new Graph({ compound: true, multigraph: true })
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 22,
    ranksep: 40,
    edgesep: 14,
    marginx: margin,
    marginy: margin,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const group of picture.groups) graph.setNode(group.id, { label: group.title })
  for (const group of picture.groups) if (group.parent) graph.setParent(group.id, group.parent)
  for (const card of picture.cards) {
    graph.setNode(card.id, cardSize(card))
    if (card.group) graph.setParent(card.id, card.group)
  }
  for (const [at, { from, to, says }] of picture.arrows.entries())
    graph.setEdge(from, to, { ...labelSize(says), labelpos: 'c' }, String(at))
  arrange(graph)
  const box = (id: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id)
    return { x, y, width, height }
  }
  const arrows = ported(
    picture.arrows.map((arrow, at) => {
      const { points = [], x, y } = graph.edge(arrow.from, arrow.to, String(at))
      return { ...arrow, points, ...(arrow.says && x !== undefined && y !== undefined && { label: { x, y } }) }
    }),
    box,
  )
  const boxes = [...picture.cards, ...picture.groups].map(({ id }) => box(id))
  const points = arrows.filter(({ hidden }) => !hidden).flatMap((arrow) => arrow.points)
  return {
    picture,
    // The library counts cards; arrows may bow out beyond them.
    width: Math.max(...boxes.map(({ x, width }) => x + width / 2), ...points.map(({ x }) => x)) + margin,
    height: Math.max(...boxes.map(({ y, height }) => y + height / 2), ...points.map(({ y }) => y)) + margin,
    cards: picture.cards.map((card) => ({ ...card, box: box(card.id) })),
    groups: picture.groups.map((group) => ({ ...group, box: box(group.id) })),
    arrows,
  }
}

type Drawn = Arrow & { readonly points: readonly Point[] }

// Where on a card's side each of its arrows stands, in the order of where they lead.
const spread = (arrows: readonly Drawn[], card: string, end: 'from' | 'to'): ReadonlyMap<Drawn, number> => {
  const other = ({ points }: Drawn) => (end === 'from' ? points[1] : points.at(-2))?.y ?? 0
  const own = arrows.filter((arrow) => arrow[end] === card && !arrow.hidden).sort((one, two) => other(one) - other(two))
  return new Map(own.map((arrow, at) => [arrow, (at - (own.length - 1) / 2) * Math.min(12, 36 / own.length)]))
}

// Arrows leave a card at its right and arrive at the left of the next, or the other way round when they lead back.
const ported = <A extends Drawn>(arrows: readonly A[], box: (id: string) => Box): readonly A[] => {
  const cards = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))]
  const leaving = new Map(cards.map((card) => [card, spread(arrows, card, 'from')]))
  const arriving = new Map(cards.map((card) => [card, spread(arrows, card, 'to')]))
  return arrows.map((arrow) => {
    const [from, to] = [box(arrow.from), box(arrow.to)]
    const way = from.x <= to.x ? 1 : -1
    const start = { x: from.x + (way * from.width) / 2, y: from.y + (leaving.get(arrow.from)?.get(arrow) ?? 0) }
    const end = { x: to.x - (way * to.width) / 2, y: to.y + (arriving.get(arrow.to)?.get(arrow) ?? 0) }
    return { ...arrow, points: [start, ...arrow.points.slice(1, -1), end] }
  })
}
