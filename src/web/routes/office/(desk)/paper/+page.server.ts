import { fail, redirect } from '@sveltejs/kit'
import { findByPicture } from '#usecases/paper/find-by-picture.ts'
import { findPaper, type SerialRefusal } from '#usecases/paper/open-paper.ts'
import { isChosen, openUpload } from '#web/apply/take-upload.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import { officer } from '#web/office/officer.ts'
import { typed } from '#web/public/typed.ts'
import type { Actions, PageServerLoad } from './$types'

/** What was typed, or what a handheld scanner typed, leads on to the form of that serial, or says why not. */
export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  await chosenUnit(event, visitor, 'counter')
  const serial = typed(event.url.searchParams.get('serial'), 300)
  if (serial === '') return { serial, refused: null }
  const found = await findPaper(event.locals.office, visitor, serial)
  if (found.ok) redirect(303, `/office/paper/${found.serial}`)
  return { serial: serial.slice(0, 40), refused: refusedBy(found.refusal, event.locals.locale) }
}

export const actions: Actions = {
  picture: async (event) => {
    const visitor = officer(event)
    const form = await openUpload({ ...event, params: { id: '' } })
    if (typeof form === 'string') return fail(422, { kind: form, unit: '' })
    const file = form.get('file:paper-form')
    if (!isChosen(file)) return fail(422, { kind: 'NoFile', unit: '' })
    const found = await findByPicture(event.locals.office, visitor, { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
    if (found.ok) redirect(303, `/office/paper/${found.serial}`)
    return fail(422, refusedBy(found.refusal, event.locals.locale))
  },
}

function refusedBy(refusal: SerialRefusal | { readonly kind: string }, locale: 'id' | 'en'): { readonly kind: string; readonly unit: string } {
  return { kind: refusal.kind, unit: 'unit' in refusal ? refusal.unit.name[locale] : '' }
}
