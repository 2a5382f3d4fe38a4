// Instructions that change only an image's configuration.
// https://docs.docker.com/reference/dockerfile/
import type { ContainerConfig } from '../../ecr/oci/image.ts'
import { Refusal } from '../command-line.ts'
import { flag, type Instruction } from './dockerfile.ts'
import { expand, jsonArray, words } from './expand.ts'

const nanoseconds = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const units: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 }
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, value, unit]) => sum + Number(value) * (units[unit as string] as number),
    0,
  )
}

/** `A=1 B="two words"`, or the old `A value`. */
export const pairsOf = (text: string, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const old = /^([A-Za-z_][\w.-]*)\s+([^=]*.*)$/s.exec(text)
  if (old && !/^\S+=/.test(text)) return { [old[1] as string]: expand((old[2] as string).trim(), values) }
  return Object.fromEntries(
    words(text).map((word) => {
      const at = word.indexOf('=')
      return at < 0 ? [word, ''] : [expand(word.slice(0, at), values), expand(word.slice(at + 1), values)]
    }),
  )
}

const command = (text: string, shell: readonly string[]): readonly string[] => jsonArray(text) ?? [...shell, text]

const healthcheck = (instruction: Instruction, shell: readonly string[]): ContainerConfig['Healthcheck'] => {
  if (/^NONE$/i.test(instruction.text)) return { Test: ['NONE'] }
  const text = instruction.text.replace(/^CMD\s+/i, '')
  const exec = jsonArray(text)
  const [Interval, Timeout, StartPeriod] = ['interval', 'timeout', 'start-period'].map((name) =>
    nanoseconds(flag(instruction, name)),
  )
  const retries = flag(instruction, 'retries')
  return {
    Test: exec ? ['CMD', ...exec] : shell[0] === '/bin/sh' ? ['CMD-SHELL', text] : ['CMD', ...shell, text],
    ...(Interval ? { Interval } : {}),
    ...(Timeout ? { Timeout } : {}),
    ...(StartPeriod ? { StartPeriod } : {}),
    ...(retries ? { Retries: Number(retries) } : {}),
  }
}

export interface MetadataContext {
  readonly config: ContainerConfig
  /** Build arguments and environment, for replacement. */
  readonly values: Readonly<Record<string, string>>
  readonly shell: readonly string[]
}

/** The configuration after an instruction; undefined when the instruction is not one of these. */
export const metadataStep = (
  instruction: Instruction,
  { config, values, shell }: MetadataContext,
): ContainerConfig | undefined => {
  const { name, text } = instruction
  const expanded = () => expand(text, values)
  switch (name) {
    case 'ENV': {
      const given = pairsOf(text, values)
      const others = (config.Env ?? []).filter((line) => !(line.slice(0, line.indexOf('=')) in given))
      return { ...config, Env: [...others, ...Object.entries(given).map(([key, value]) => `${key}=${value}`)] }
    }
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...pairsOf(text, values) } }
    case 'MAINTAINER':
      return { ...config, Labels: { ...config.Labels, maintainer: text } }
    case 'EXPOSE': {
      const ports = expanded()
        .split(/\s+/)
        .map((port) => (port.includes('/') ? port : `${port}/tcp`))
      return {
        ...config,
        ExposedPorts: { ...config.ExposedPorts, ...Object.fromEntries(ports.map((port) => [port, {}])) },
      }
    }
    case 'VOLUME': {
      const paths = jsonArray(text) ?? expanded().split(/\s+/)
      return { ...config, Volumes: { ...config.Volumes, ...Object.fromEntries(paths.map((path) => [path, {}])) } }
    }
    case 'USER':
      return { ...config, User: expanded() }
    case 'STOPSIGNAL':
      return { ...config, StopSignal: expanded() }
    case 'CMD':
      return { ...config, Cmd: command(text, shell) }
    case 'ENTRYPOINT': {
      // A new entry point drops the command that came with the base.
      const { Cmd: _dropped, ...rest } = config
      return { ...rest, Entrypoint: command(text, shell) }
    }
    case 'HEALTHCHECK':
      return { ...config, Healthcheck: healthcheck(instruction, shell) }
    case 'ONBUILD':
      throw new Refusal(`Dockerfile:${instruction.line}: ONBUILD is not known to the local build`)
    default:
      return undefined
  }
}
