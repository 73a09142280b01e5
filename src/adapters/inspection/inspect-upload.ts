import { fileTypeFromBuffer } from 'file-type'
import type { Inspection } from '../../usecases/ports.ts'
import { inspectImage } from './inspect-image.ts'
import { inspectPdf } from './inspect-pdf.ts'

/** 20 MB, as the services promise. */
const largest = 20 * 1024 * 1024

/**
 * Judges an upload by its content, whatever its name says: takes the bytes, gives what they are and a preview, or why
 * they can't be taken. Images are decoded and PDF files parsed wholly, so that what is kept can also be shown.
 */
export async function inspectUpload(bytes: Uint8Array): Promise<Inspection> {
  if (bytes.byteLength === 0) return { ok: false, refusal: { kind: 'Empty' } }
  if (bytes.byteLength > largest) return { ok: false, refusal: { kind: 'TooLarge' } }
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined)
  switch (type?.mime) {
    case 'application/pdf':
      return inspectPdf(bytes)
    case 'image/jpeg':
      return inspectImage(bytes, 'jpeg')
    case 'image/png':
      return inspectImage(bytes, 'png')
    default:
      return { ok: false, refusal: { kind: 'UnknownType', ...(type ? { detail: type.mime } : {}) } }
  }
}
