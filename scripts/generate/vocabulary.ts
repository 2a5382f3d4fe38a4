// Makes the vocabulary of `launchway explain` from the sources of model/: every maker with its options, their comments,
// types and defaults; and from the generators, what each option ends up in.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, Vocabulary } from '../explain/vocabulary.ts'
import { emitsOf, type Generator, generatorsIn } from './emits.ts'
import { closing, type Declared, declaredIn, type Member, membersIn } from './model-source.ts'

type Model = ReadonlyMap<string, Declared>

const modelOf = (root: string): Model => {
  const paths = readdirSync(join(root, 'model')).filter(
    (name) => name.endsWith('.ts') && !/^(index|job|pipeline|stack|action)\.ts$/.test(name),
  )
  const all = paths.flatMap((name) => declaredIn(readFileSync(join(root, 'model', name), 'utf8')))
  return new Map(all.map((each) => [`${each.kind === 'function' ? 'maker' : 'type'} ${each.name}`, each]))
}

const typeIn = (model: Model, name: string) => model.get(`type ${name}`)

// What an interface has, its parents' members first.
const membersOfType = (model: Model, name: string): readonly Member[] => {
  const found = typeIn(model, name)
  if (found?.kind !== 'interface') return []
  const parents = found.gives.split(', ').filter(Boolean)
  return [...parents.flatMap((parent) => membersOfType(model, parent)), ...membersIn(found.text)]
}

const unwrapped = /^(Partial|Readonly|Omit|Pick)<(.*)>$/

// The members of the type of an argument: an object, a named type, both joined, or something made of them.
const membersOfText = (model: Model, text: string): readonly Member[] => {
  const type = text.trim()
  if (type.startsWith('{') && closing(type, 0) === type.length) return membersIn(type.slice(1, -1))
  const parts = splitAt(type, ' & ')
  if (parts.length > 1) return parts.flatMap((part) => membersOfText(model, part))
  const made = unwrapped.exec(type)
  if (made?.[1] === 'Partial') return membersOfText(model, made[2] ?? '').map((each) => ({ ...each, optional: true }))
  if (made) {
    const [of = '', names = ''] = splitAt(made[2] ?? '', ', ')
    const named = new Set([...names.matchAll(/'(\w+)'/g)].map((match) => match[1]))
    return membersOfText(model, of).filter(({ name }) => named.has(name) === (made[1] === 'Pick'))
  }
  const alias = typeIn(model, type)
  return alias?.kind === 'alias' ? membersOfText(model, alias.text) : membersOfType(model, type)
}

const splitAt = (text: string, separator: string): readonly string[] => {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if ('{(<['.includes(text[at] ?? '')) at = closing(text, at) - 1
    else if (text.startsWith(separator, at)) {
      parts.push(text.slice(from, at))
      from = at + separator.length
    }
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '')
}

// `Site['publish']` is what that member says; a named union is what it consists of.
const spelled = (model: Model, type: string): string => {
  const indexed = /^(\w+)\['(\w+)'\]$/.exec(type)
  if (indexed)
    return spelled(model, membersOfType(model, indexed[1] ?? '').find(({ name }) => name === indexed[2])?.type ?? type)
  const alias = typeIn(model, type)
  return alias?.kind === 'alias' && alias.text.length < 120
    ? alias.text.replace(/^\| /, '')
    : type.replaceAll('readonly ', '')
}

// `given.x ?? value` in the maker, or in what it calls with the same argument.
const defaultOf = (model: Model, maker: Declared, option: string): string | undefined => {
  const pattern = new RegExp(`given\\??\\.${option} \\?\\? `)
  const calls = [...maker.body.matchAll(/(\w+)\(given\)/g)].map((match) => model.get(`maker ${match[1]}`)?.body ?? '')
  for (const body of [maker.body, ...calls]) {
    const match = pattern.exec(body)
    if (!match) continue
    const rest = body.slice(match.index + match[0].length)
    let end = 0
    while (end < rest.length && !/[,\n)\]}]/.test(rest[end] ?? ''))
      end = '({['.includes(rest[end] ?? '') ? closing(rest, end) : end + 1
    return rest.slice(0, end).trim()
  }
  return undefined
}

// `{ expects: 'ok', ...given }`: what the argument lays itself over.
const underneath = (maker: Declared, option: string): string | undefined =>
  new RegExp(`\\{[^{}]*\\b${option}: ([^,{}]+),[^{}]*\\.\\.\\.given\\b`).exec(maker.body)?.[1]

// `scale: { min: 2, …, ...given?.scale }`: the defaults inside an option that is an object.
const innerDefault = (maker: Declared, option: string, inner: string): string | undefined => {
  const at = maker.body.search(new RegExp(`\\b${option}: \\{[^}]*\\.\\.\\.given`))
  if (at < 0) return undefined
  const body = maker.body.slice(at, closing(maker.body, maker.body.indexOf('{', at)))
  const found = splitAt(body.slice(body.indexOf('{') + 1, -1), ', ').find((part) =>
    part.trim().startsWith(`${inner}: `),
  )
  return found?.trim().slice(inner.length + 2)
}

const makersOf = (model: Model, type: string): readonly string[] => {
  const names = new Set(splitAt(type.replaceAll('[]', ''), ' | ').map((each) => each.replace('readonly ', '').trim()))
  return [...model.values()].flatMap((each) =>
    each.kind === 'function' && each.examples.length > 0 && names.has(each.gives) ? [each.name] : [],
  )
}

interface Within {
  readonly model: Model
  readonly generators: readonly Generator[]
  readonly maker: Declared
}

const optionsOf = ({ model, generators, maker }: Within): readonly Entry[] => {
  const parameters = splitAt(maker.text.replace(/\s+/g, ' ').replace(/\/\*\*/g, '\n/**'), ', ')
  const given = /(?:^|[\s(,])given: ([\s\S]*?)(?: = \{\})?,?\s*$/.exec(maker.text)?.[1] ?? ''
  const known = new Map(membersOfType(model, maker.gives).map((each) => [each.name, each]))
  const positional = parameters
    .map((each) => /^\s*(\w+): (.*)$/s.exec(each.trim()))
    .flatMap((match) => (match && match[1] !== 'given' ? [`${match[1]}: ${match[2]?.trim()}`] : []))
  const own: Entry = {
    path: maker.name,
    about: maker.about,
    type: `${maker.name}(${[...positional, ...(given ? ['{ … }'] : [])].join(', ')}) → ${maker.gives}`,
    examples: maker.examples,
  }
  const unique = new Map(
    membersOfText(model, given)
      .filter(({ name }) => name !== 'kind')
      .map((each) => [each.name, each]),
  )
  return [
    own,
    ...[...unique.values()].flatMap((each): readonly Entry[] => {
      const about = [
        each.about,
        known.get(each.name)?.about,
        typeIn(model, each.type.replace(/^Partial<(.*)>$/, '$1'))?.about,
      ]
        .map((said = '') => said.replace(/^Default [^ ]+\.( |$)/, ''))
        .find((said) => said !== '')
      const otherwise = defaultOf(model, maker, each.name) ?? underneath(maker, each.name)
      const type = spelled(model, each.type)
      const makers = makersOf(model, type)
      const emits = emitsOf(generators, { type: maker.gives, option: each.name })
      const inner = membersOfText(model, each.type.replace(/\[\]$/, ''))
      return [
        {
          path: `${maker.name}.${each.name}`,
          about: about ?? '',
          type,
          required: !each.optional,
          ...(otherwise !== undefined && { default: otherwise }),
          ...(makers.length > 0 && { makers }),
          ...(emits.length > 0 && { emits }),
        },
        ...(makers.length > 0 ? [] : inner).map((part): Entry => {
          const within = innerDefault(maker, each.name, part.name)
          return {
            path: `${maker.name}.${each.name}.${part.name}`,
            about: part.about || (about ?? ''),
            type: spelled(model, part.type),
            ...(within !== undefined && { default: within }),
          }
        }),
      ]
    }),
  ]
}

/** The vocabulary as JSON: every function that a configuration calls, and every option of each, in the order of their names. */
export const generateVocabulary = (root: string): string => {
  const model = modelOf(root)
  const generators = generatorsIn(root)
  const makers = [...model.values()].filter(({ kind, examples }) => kind === 'function' && examples.length > 0)
  const entries = makers
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((maker) => optionsOf({ model, generators, maker }))
  return `${JSON.stringify({ from: 'generated by scripts/generate/vocabulary.ts from model/; edit the comments there instead', entries } satisfies Vocabulary, null, 1)}\n`
}
