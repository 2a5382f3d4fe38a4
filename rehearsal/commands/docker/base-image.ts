// What an image starts from. Base images are not pulled: an empty root file system and this machine's Node stand in.
import type { ContainerConfig } from '../../ecr/oci/image.ts'
import { imageName } from '../../ecr/oci/image-name.ts'

export interface BaseImage {
  readonly config: ContainerConfig
  /** What to tell the reader about the stand-in. */
  readonly note: string | undefined
}

/** The stand-in for a base image that is not built here; undefined when there is none. */
export const baseImage = (name: string, nodeVersion: string): BaseImage | undefined => {
  const last = imageName(name).repository.split('/').at(-1) ?? ''
  if (name === 'scratch') return { config: {}, note: undefined }
  const version = nodeVersion.replace(/^v/, '')
  const note = `${name} is not pulled: Node ${version} of this machine stands in for it`
  if (last === 'node') return { config: { Env: [`NODE_VERSION=${version}`], Cmd: ['node'] }, note }
  // gcr.io/distroless/nodejs22-debian12: its entry point is node itself.
  if (/^nodejs\d*(?:-|$)/.test(last))
    return { config: { Env: [`NODE_VERSION=${version}`], Entrypoint: ['node'] }, note }
  if (last === 'nginx' || last === 'nginx-unprivileged') {
    const config = { Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: { '80/tcp': {} }, StopSignal: 'SIGQUIT' }
    return { config, note: `${name} is not pulled: the image holds only what this Dockerfile adds to it` }
  }
  return undefined
}
