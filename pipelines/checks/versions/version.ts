import type { FactsOf } from '#cfn/analysis/replacement.ts'
import type { Template } from '#cfn/analysis/template.ts'
import { readAlone, type TemplateAlone } from '../read/alone.ts'
import type { Text } from '../read/text.ts'

/** Templates of two versions, paired by their paths. */
export interface TwoVersions {
  readonly before: readonly TemplateAlone[]
  readonly after: readonly TemplateAlone[]
  readonly facts: FactsOf
  readonly usePreviousValues?: boolean
}

/** The templates among some files that can be read. */
export const readVersion = (files: readonly Text[]): readonly TemplateAlone[] =>
  files.map(readAlone).filter((each): each is TemplateAlone => 'template' in each)

/** One template on both sides. */
export interface Pair {
  readonly path: string
  readonly before?: Template
  readonly after?: Template
}

/** The templates of two versions side by side. */
export const pairsOf = ({ before, after }: Pick<TwoVersions, 'before' | 'after'>): readonly Pair[] => {
  const paths = [...new Set([...before, ...after].map(({ path }) => path))].sort()
  return paths.map((path) => {
    const [had, has] = [before, after].map((side) => side.find((each) => each.path === path)?.source)
    return { path, ...(had && { before: had }), ...(has && { after: has }) }
  })
}
