// `docker inspect` and the part of its templates that builds use.
// https://docs.docker.com/engine/cli/formatting/
import { Refusal } from '../command-line.ts'
import { type ImageStore, loadImage, type StoredName } from './image-store.ts'

/** An image as `docker image inspect` shows it. */
export const inspectShape = async (store: ImageStore, image: StoredName): Promise<Record<string, unknown>> => {
  const { manifest, config } = await loadImage(store, image)
  const same = (await store.names()).filter((one) => one.id === image.id)
  return {
    Id: image.id,
    RepoTags: same.map((one) => one.name),
    RepoDigests: [...new Set(same.flatMap((one) => one.repoDigests))],
    Created: image.created,
    Config: config.config,
    Architecture: config.architecture,
    Os: config.os,
    Size: manifest.layers.reduce((sum, layer) => sum + layer.size, 0),
    RootFS: { Type: 'layers', Layers: config.rootfs.diff_ids },
  }
}

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], value)

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? '<no value>'
      : JSON.stringify(value)
}

/** A Go template of the forms `{{.A.B}}`, `{{json .A}}` and `{{index .A 0}}` filled from a value. */
export const format = (template: string, value: unknown): string =>
  template.replace(/\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const json = /^json\s+(\.\S*)$/.exec(expression)
    if (json) return JSON.stringify(at(value, json[1] as string))
    const index = /^index\s+\(?(\.\S*?)\)?\s+(?:(\d+)|"([^"]*)")$/.exec(expression)
    if (index) {
      const list = at(value, index[1] as string) as Record<string, unknown> | unknown[] | undefined
      const found = (list as Record<string, unknown> | undefined)?.[index[2] ?? index[3] ?? '']
      if (found === undefined)
        throw new Refusal(`template: :1: error calling index: nothing at ${index[2] ?? index[3]} of ${index[1]}`)
      return shown(found)
    }
    if (/^\.[\w.]*$/.test(expression)) return shown(at(value, expression))
    throw new Refusal(
      `docker inspect --format: "{{${expression}}}" is not known here; known: {{.A.B}}, {{json .A}}, {{index .A 0}}`,
    )
  })
