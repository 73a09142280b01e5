import { fileTypeFromBuffer } from 'file-type'
import type { Inspection } from '../../usecases/ports.ts'
import { inspectImage } from './inspect-image.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { isTwoFilesInOne } from './two-files-in-one.ts'

/** 20 MB, as the services promise. */
const largest = 20 * 1024 * 1024

const inspections: Readonly<Record<string, (bytes: Uint8Array) => Promise<Inspection>>> = {
  'application/pdf': inspectPdf,
  'image/jpeg': (bytes) => inspectImage(bytes, 'jpeg'),
  'image/png': (bytes) => inspectImage(bytes, 'png'),
}

/**
 * Judges an upload by its content, whatever its name says: takes the bytes, gives what they are and a preview, or why
 * they can't be taken. Images are decoded and PDF files parsed wholly, so that what is kept can also be shown. Throws
 * InspectionBusy when more files wait than the machine can hold.
 */
export async function inspectUpload(bytes: Uint8Array): Promise<Inspection> {
  if (bytes.byteLength === 0) return { ok: false, refusal: { kind: 'Empty' } }
  if (bytes.byteLength > largest) return { ok: false, refusal: { kind: 'TooLarge' } }
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const inspect = type && inspections[type.mime]
  if (!inspect) return { ok: false, refusal: { kind: 'UnknownType', ...(type ? { detail: type.mime } : {}) } }
  if (isTwoFilesInOne(bytes)) return { ok: false, refusal: { kind: 'UnknownType', detail: 'two files in one' } }
  return inspect(bytes)
}
