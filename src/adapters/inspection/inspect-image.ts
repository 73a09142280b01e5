import sharp from 'sharp'
import type { Inspection } from '../../usecases/ports.ts'
import { takeTurns } from './take-turns.ts'

/** More than any phone or flatbed scanner makes of one page. */
const mostPixels = 100_000_000
/** Bytes. A preview is for a poor connection. */
const largestPreview = 150_000
/** Tried one after another until the preview is small enough: a noisy photo needs more than a scan of a letter. */
const previews = [
  { width: 1200, quality: 72 },
  { width: 1200, quality: 45 },
  { width: 800, quality: 40 },
  { width: 480, quality: 30 },
] as const
const mostSeconds = 20

// One picture after another: each may need half a gigabyte while it is decoded.
sharp.concurrency(1)
sharp.cache(false)
const turns = takeTurns(256 * 1024 * 1024)

/**
 * Decodes the whole picture and makes a preview of it (WebP), turned upright and without what the camera wrote into it.
 * Throws only when too many wait (InspectionBusy).
 */
export function inspectImage(bytes: Uint8Array, type: 'jpeg' | 'png'): Promise<Inspection> {
  return turns.take(bytes, () => judge(bytes, type))
}

async function judge(bytes: Uint8Array, type: 'jpeg' | 'png'): Promise<Inspection> {
  try {
    // Only the header is read here, so its claims cost nothing.
    const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (format !== type) return { ok: false, refusal: { kind: 'Corrupt' } }
    if (width * height > mostPixels) return { ok: false, refusal: { kind: 'TooManyPixels' } }
    return { ok: true, type, mime: `image/${type}`, pages: null, preview: await makePreview(bytes) }
  } catch {
    return { ok: false, refusal: { kind: 'Corrupt' } }
  }
}

/** Throws when the picture can't be decoded to its last line. */
async function makePreview(bytes: Uint8Array): Promise<Uint8Array> {
  const [widest] = previews
  const whole = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
    .autoOrient()
    .resize({ width: widest.width, height: widest.width * 2, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .timeout({ seconds: mostSeconds })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = whole.info
  let preview = new Uint8Array()
  for (const each of previews) {
    preview = await sharp(whole.data, { raw: { width, height, channels } })
      .resize({ width: each.width, height: each.width * 2, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: each.quality })
      .toBuffer()
    if (preview.byteLength <= largestPreview) break
  }
  return preview
}
