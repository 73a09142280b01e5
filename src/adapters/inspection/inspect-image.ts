import sharp from 'sharp'
import type { Inspection } from '../../usecases/ports.ts'

/** More than any phone or flatbed scanner makes of one page. */
const mostPixels = 120_000_000
const previewWidth = 1200

// One picture after another: each may need half a gigabyte while it is decoded.
sharp.concurrency(1)
sharp.cache(false)
let before: Promise<unknown> = Promise.resolve()

/** Decodes the whole picture and makes a preview of it, turned upright and without the place where it was taken. */
export function inspectImage(bytes: Uint8Array, type: 'jpeg' | 'png'): Promise<Inspection> {
  const judged = before.then(() => judge(bytes, type))
  before = judged.catch(() => undefined)
  return judged
}

async function judge(bytes: Uint8Array, type: 'jpeg' | 'png'): Promise<Inspection> {
  try {
    const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (format !== type) return { ok: false, refusal: { kind: 'Corrupt' } }
    if (width * height > mostPixels) return { ok: false, refusal: { kind: 'TooManyPixels' } }
    const preview = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .resize({ width: previewWidth, height: previewWidth * 2, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .webp({ quality: 72 })
      .timeout({ seconds: 30 })
      .toBuffer()
    return { ok: true, type, mime: `image/${type}`, pages: null, preview }
  } catch {
    return { ok: false, refusal: { kind: 'Corrupt' } }
  }
}
