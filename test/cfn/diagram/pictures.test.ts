import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { laidOut } from '#cfn/diagram/layout.ts'
import { printMermaid } from '#cfn/diagram/mermaid.ts'
import type { Picture } from '#cfn/diagram/picture.ts'
import { printSvg } from '#cfn/diagram/svg.ts'
import { goldenPictures } from './deliveries.ts'

const all = await goldenPictures()
const pictureOf = (name: string, picture: string): Picture => {
  const found = all.find((each) => each.name === name)?.pictures.find((each) => each.name === picture)
  if (!found) throw new Error(`no picture ${picture} of ${name}`)
  return found
}
const told = ({ cards, arrows }: Picture) => {
  const titleOf = (id: string) => cards.find((card) => card.id === id)?.title
  return arrows
    .filter(({ hidden }) => !hidden)
    .map(({ from, to, says }) => `${titleOf(from)} -${says}-> ${titleOf(to)}`)
}

describe('picturesOf', () => {
  it('shows how a request and a release reach what runs', () => {
    expect(told(pictureOf('cruddur', 'delivery'))).toEqual(
      expect.arrayContaining([
        'People -HTTPS-> web',
        'web -/api/*-> Load balancer',
        'web -pages, assets-> web files',
        'Load balancer -port 4567-> api',
        'api -SQL over TLS-> Cruddur',
        'api -reads, writes-> Messages',
        'GitHub -merge-> Pipeline',
        'Pipeline -deploys-> api',
        'GitHub -publishes-> web files',
      ]),
    )
  })

  it('follows a subnet through its route table, and draws zones that are alike once', () => {
    expect(told(pictureOf('minimal', 'network'))).toEqual(
      expect.arrayContaining([
        'Private subnets A, B, C -0.0.0.0/0-> NAT gateway',
        'NAT gateway --> Public subnet A',
        'Public subnets B, C -0.0.0.0/0-> Internet gateway',
      ]),
    )
  })

  it('follows an action into the nested stack that its project is in', () => {
    expect(told(pictureOf('cruddur', 'cicd'))).toEqual(
      expect.arrayContaining(['ApiImage --> Api repository', 'ApiMigrate --> Cruddur', '2. ApiDeploy --> api']),
    )
  })

  it('draws what the actions on a service hand on one after the other, not each from the build', () => {
    const arrows = told(pictureOf('maximal', 'cicd'))
    const chain = ['ApiImage --> 1. ApiStart', '1. ApiStart --> 2. ApiDeploy', '2. ApiDeploy --> 3. ApiRecord']
    expect(arrows).toEqual(expect.arrayContaining(chain))
    expect(arrows).not.toContain('ApiImage --> 2. ApiDeploy')
  })

  it('gives each of several pipelines a picture, nested or not, under a name that a file can have', () => {
    const pictures = all.flatMap((each) => each.pictures)
    expect(pictures.map(({ name }) => name).filter((name) => !/^[\w-]+$/.test(name))).toEqual([])
    expect(pictureOf('multi-environment', 'cicd').arrows.length).toBeGreaterThan(5)
  })

  it('draws what alarms watch, and no arrow that all of them have', () => {
    const { cards } = pictureOf('maximal', 'observability')
    const arrows = told(pictureOf('maximal', 'observability'))
    expect(arrows).toContain('Api cpu --> api')
    expect(arrows.filter((each) => /^Dashboard|> Alarms$/.test(each))).toEqual([])
    const together = cards.filter(({ detail }) => detail === '3 alarms').map(({ title }) => title.split(', ').sort())
    expect(together).toEqual([['Balancer errors', 'Latency', 'Server errors']])
  })

  it('marks what belongs to another stack', () => {
    const outside = pictureOf('cruddur', 'data').cards.filter((card) => card.outside)
    expect(outside.map(({ title }) => title)).toEqual(expect.arrayContaining(['api', 'Tasks security group']))
  })

  it('leaves out a layer that is not there', () => {
    expect(all.find(({ name }) => name === 'site-only')?.pictures.map(({ name }) => name)).not.toContain('cluster')
  })
})

describe.each(all)('every picture of $name', ({ pictures }) => {
  it('has a name of its own, and arrows between cards that it shows', () => {
    expect(new Set(pictures.map(({ name }) => name)).size).toBe(pictures.length)
    for (const { name, cards, arrows } of pictures) {
      const ids = new Set(cards.map(({ id }) => id))
      expect(ids.size, name).toBe(cards.length)
      for (const { from, to } of arrows)
        expect([ids.has(from), ids.has(to)], `${name}: ${from} ${to}`).toEqual([true, true])
    }
  })

  it('is laid out without one card over another, inside its frame', () => {
    for (const picture of pictures) {
      const { cards, width, height } = laidOut(picture)
      for (const [at, { box, title }] of cards.entries()) {
        const where = `${picture.name}: ${title}`
        expect([box.x + box.width / 2 <= width, box.y + box.height / 2 <= height], where).toEqual([true, true])
        for (const other of cards.slice(at + 1)) {
          const apart =
            Math.abs(box.x - other.box.x) >= (box.width + other.box.width) / 2 - 1 ||
            Math.abs(box.y - other.box.y) >= (box.height + other.box.height) / 2 - 1
          expect(apart, `${where} over ${other.title}`).toBe(true)
        }
      }
    }
  })

  it('is well-formed SVG with every title in it, the same each time', () => {
    for (const picture of pictures) {
      const svg = printSvg(picture)
      expect(XMLValidator.validate(svg), picture.name).toBe(true)
      expect(new XMLParser().parse(svg)).toHaveProperty('svg.title', picture.title)
      expect(printSvg(picture)).toBe(svg)
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    }
  })

  it('is Mermaid with a line for every card and arrow', () => {
    for (const picture of pictures) {
      const lines = printMermaid(picture).split('\n')
      expect(
        lines.filter((line) => /^ +n\d+ (-->|~~~)/.test(line)),
        picture.name,
      ).toHaveLength(picture.arrows.length)
      expect(
        lines.filter((line) => /^ +n\d+[[(]/.test(line)),
        picture.name,
      ).toHaveLength(picture.cards.length)
    }
  })
})
