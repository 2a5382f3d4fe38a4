// Names are branded: only this folder makes one, each where its owner is made, so no other folder can spell one again.

declare const kind: unique symbol

/** A name of one kind: `Name<'container'>` is no `Name<'service'>` and no plain string becomes either. */
export type Name<K extends string> = string & { readonly [kind]: K }

/** Brands a text as a name. Not exported by `index.ts`: consumers take the owner, never its name. */
export const name = <K extends string>(text: string): Name<K> => text as Name<K>

/** `image build` → `image-build`: a name in lower-case kebab form. */
export const kebab = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()

/** `image-build` → `ImageBuild`: the form CloudFormation's logical ids and CodePipeline's namespaces take. */
export const pascal = (text: string): string =>
  kebab(text)
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
