import { replace } from './edited.ts'

/** The container has another name in the image definitions. */
export const edit = replace('buildspecs/out/api-image.yml', 'api "$IMAGE_URI" >', 'backend "$IMAGE_URI" >')
