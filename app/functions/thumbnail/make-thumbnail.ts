import sharp from 'sharp'

/** Bytes that are not an image that can be shown. */
export class NotAnImage extends Error {
  override name = 'NotAnImage'
}

/** As many pixels as a good telephone takes: a small file can unpack into far more than the function's memory. */
const mostPixels = 60_000_000
const side = 512
const formats = ['jpeg', 'png', 'webp']

/**
 * A square WebP of an image, upright, cut around its middle. Where it was taken, and with what, does not stay in it.
 * https://sharp.pixelplumbing.com/api-constructor
 */
export async function makeThumbnail(bytes: Uint8Array): Promise<Buffer> {
  try {
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
    const { format } = await image.metadata()
    if (!formats.includes(format ?? '')) throw new NotAnImage(`it is ${format}, not one of ${formats.join(', ')}`)
    return await image.autoOrient().resize(side, side, { fit: 'cover' }).webp({ quality: 82 }).toBuffer()
  } catch (error) {
    if (error instanceof NotAnImage) throw error
    throw new NotAnImage(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
