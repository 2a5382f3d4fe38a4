// What can be wrong with a way out, once the stacks are known that it speaks of.
import { Fault, placeOf, type TemplateBody } from '#model'
import type { Alteration, Extra, WayOut } from '#model/way-out.ts'

const fault = (way: WayOut, given: { readonly code: string; readonly says: string; readonly fix: string }): never => {
  throw new Fault([{ ...given, severity: 'error', at: placeOf(way) ?? { file: 'launchway.config.ts' } }], 2)
}

/** Refuses a way out: each throws one fault at the line that made it. */
export const refuse = {
  missingStack: (way: WayOut, id: string, among: readonly { readonly id: string }[]): never =>
    fault(way, {
      code: 'way-out-without-stack',
      says: `a way out speaks of stack ${id}, which this delivery does not have`,
      fix: `name one of ${among.map((each) => each.id).join(', ')}`,
    }),
  takenStack: (way: Extract<WayOut, { kind: 'own-stack' }>): never =>
    fault(way, {
      code: 'way-out-taken',
      says: `own stack ${way.id} has the name of a stack that is there`,
      fix: 'give it another name',
    }),
  missingResource: (way: Alteration, template: TemplateBody): never =>
    fault(way, {
      code: 'way-out-without-resource',
      says: `stack ${way.stack} has no resource ${way.logicalId} to alter`,
      fix: `name one of ${namesOf(template, way.type).join(', ')}`,
    }),
  takenResource: (way: Extra): never =>
    fault(way, {
      code: 'way-out-taken',
      says: `stack ${way.stack} has a resource ${way.logicalId} already`,
      fix: 'give the extra resource another logical id, or alter the one that is there',
    }),
  otherType: (way: Alteration, type: string): never =>
    fault(way, {
      code: 'way-out-of-other-type',
      says: `resource ${way.logicalId} of stack ${way.stack} is a ${type}, not a ${way.type}`,
      fix: `write emitted('${way.logicalId}', '${type}')`,
    }),
}

// Those of the type that was meant, or all.
const namesOf = (template: TemplateBody, type: string): readonly string[] => {
  const all = Object.entries(template.Resources)
  const alike = all.filter(([, body]) => body.Type === type)
  return (alike.length > 0 ? alike : all).map(([id]) => id)
}
