import type { Exports, StackBody, TemplateBody } from '#model'
import { type OwnPlace, type OwnStack, wayOut } from '#model/way-out.ts'
import type { LayerExports } from './stack-id.ts'

/**
 * A stack of one's own that imports what ours export, deployed after those it needs.
 * @example ownStack('queue', { needs: ['network'], build: ({ network }) => ({ template: template({ … }), exports: {} }) })
 */
export const ownStack = <const K extends keyof LayerExports, E extends Exports>(
  id: string,
  given: {
    readonly needs: readonly K[]
    readonly build: (imports: { readonly [L in K]: LayerExports[L] }, place: OwnPlace) => StackBody<E>
  },
): OwnStack =>
  wayOut(
    {
      kind: 'own-stack',
      id,
      needs: given.needs.map(String),
      build: given.build as unknown as OwnStack['build'],
      environments: [],
    },
    ownStack,
  )

/** A template that someone else wrote: a JSON import says `string` where the format has one version only. */
export type RawBody = Omit<TemplateBody, 'AWSTemplateFormatVersion'> & { readonly AWSTemplateFormatVersion?: string }

/**
 * A template as it is, deployed after the stacks it names. Read it where the configuration is:
 * `import legacy from './infra/legacy.json' with { type: 'json' }`.
 * @example rawTemplate('legacy', { template: legacy, after: ['network'], parameters: { Stage: 'production' } })
 */
export const rawTemplate = (
  id: string,
  given: {
    readonly template: RawBody
    readonly after?: readonly (keyof LayerExports)[]
    readonly parameters?: Readonly<Record<string, string>>
  },
): OwnStack =>
  wayOut(
    {
      kind: 'own-stack',
      id,
      needs: (given.after ?? []).map(String),
      build: () => ({ template: given.template as TemplateBody, exports: {}, parameters: given.parameters ?? {} }),
      environments: [],
    },
    rawTemplate,
  )
