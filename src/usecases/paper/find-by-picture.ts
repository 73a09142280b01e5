import type { Refused } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { readOfficeSerial } from './office-serial.ts'
import { keepPicture, type PictureRefused } from './keep-picture.ts'
import { findPaper, openPaper, type SerialRefusal } from './open-paper.ts'

/**
 * Opens the form that a photo or scan shows, by the code on it, and keeps the picture with its application. What was entered
 * already is opened and keeps the pictures it has.
 */
export async function findByPicture(
  office: Office,
  visitor: Visitor,
  picture: { readonly fileName: string; readonly bytes: Uint8Array },
): Promise<{ readonly ok: true; readonly serial: string } | Refused<SerialRefusal | { readonly kind: 'NoCode' }> | PictureRefused> {
  const judged = await office.inspect(picture.bytes)
  if (!judged.ok) return { ok: false, refusal: { kind: judged.refusal.kind } }
  const texts = judged.type === 'pdf' ? [] : await office.readCodes(picture.bytes)
  // A sheet may show other codes, and the receipt's own: the first that is a serial is meant; else say what is wrong with one.
  const text = texts.find((each) => readOfficeSerial(office, each).ok) ?? texts[0]
  if (text === undefined) return { ok: false, refusal: { kind: 'NoCode' } }
  const found = await findPaper(office, visitor, text)
  if (!found.ok) return found.refusal.kind === 'NoSerial' ? { ok: false, refusal: { kind: 'NoCode' } } : found
  const opened = await openPaper(office, visitor, found.serial)
  if (!opened.ok) return opened
  const { form, draft } = opened.view
  if (form.state !== 'printed' || !draft) return found
  const kept = await keepPicture(office, visitor, form, picture)
  return kept.ok ? found : kept
}
