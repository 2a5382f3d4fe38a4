import { replace } from './edited.ts'

/** The image is built for another processor than the task has. */
export const edit = replace('buildspecs/out/api-image.yml', 'linux/amd64', 'linux/arm64')
