import { fail, redirect } from '@sveltejs/kit'
import { removeDocument } from '#usecases/attach-document.ts'
import { correctPaper, enterPaper, keepPaper } from '#usecases/paper/enter-paper.ts'
import { keepPicture } from '#usecases/paper/keep-picture.ts'
import { handOf, openPaper, type PaperView } from '#usecases/paper/open-paper.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { requiredOf } from '#web/apply/journey.ts'
import { readEntries } from '#web/apply/read-entries.ts'
import { isChosen, openUpload, takeFile, type UploadRefused } from '#web/apply/take-upload.ts'
import { officer } from '#web/office/officer.ts'
import { receiptTime, typedTime } from '#web/paper/receipt-time.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { view } = await open(event)
  const { form, unit } = view
  const done = event.url.searchParams
  return {
    view,
    typed: typedTime(form.receivedAt, unit.zone),
    today: event.locals.office.today(),
    command: event.locals.office.newId(),
    saved: done.has('saved'),
    corrected: done.has('corrected'),
  }
}

// One form for all that stands on the paper: whichever button is pressed, what was typed is kept and every chosen file taken.
export const actions: Actions = {
  save: async (event) => {
    const kept = await keep(event)
    return 'failed' in kept ? kept.failed : redirect(303, `${event.url.pathname}?saved`)
  },
  upload: async (event) => {
    const kept = await keep(event)
    return 'failed' in kept ? kept.failed : redirect(303, `${event.url.pathname}#${event.url.searchParams.get('requirement')}`)
  },
  drop: async (event) => {
    const kept = await keep(event)
    if ('failed' in kept) return kept.failed
    await removeDocument(event.locals.office, handOf(kept.paper, kept.visitor), { id: kept.paper.id, document: event.url.searchParams.get('document') ?? '' })
    redirect(303, `${event.url.pathname}#paper-form`)
  },
  enter: async (event) => {
    const kept = await keep(event)
    if ('failed' in kept) return kept.failed
    const { visitor, form, receivedAt } = kept
    const command = commandOf(form, event.locals.office.newId)
    const entered = await enterPaper(event.locals.office, visitor, { serial: event.params.serial, receivedAt, signed: form.get('signed') === 'yes', command })
    // Somebody else was quicker: there is one application, and this page shows which.
    if (entered.ok || entered.refusal.kind === 'AlreadyUsed') redirect(303, event.url.pathname)
    return refused(form, entered.refusal.kind)
  },
  correct: async (event) => {
    const kept = await keep(event)
    if ('failed' in kept) return kept.failed
    const corrected = await correctPaper(event.locals.office, kept.visitor, { serial: event.params.serial, command: commandOf(kept.form, event.locals.office.newId) })
    return corrected.ok ? redirect(303, `${event.url.pathname}?corrected`) : refused(kept.form, corrected.refusal.kind)
  },
}

/** The form of the address; what it can not be opened for is said on the page where numbers are typed. */
async function open(event: RequestEvent) {
  const visitor = officer(event)
  const opened = await openPaper(event.locals.office, visitor, event.params.serial)
  if (!opened.ok) redirect(303, `/office/paper?serial=${encodeURIComponent(event.params.serial)}`)
  return { visitor, view: opened.view }
}

async function keep(event: RequestEvent) {
  const { visitor, view } = await open(event)
  const { office } = event.locals
  const here = { ...event, params: { id: view.form.id } }
  const pressed = event.url.searchParams.get('requirement')
  const form = await openUpload(here)
  if (typeof form === 'string') return { failed: fail(422, { kind: form, date: '', time: '', files: [] }) }
  const receivedAt = receiptTime(await office.calendars.of(view.form.unit), String(form.get('date') ?? ''), String(form.get('time') ?? ''))
  const kept = await keepPaper(office, visitor, { serial: event.params.serial, receivedAt, groups: view.draft ? typedIn(form, view) : {} })
  if (!kept.ok) return { failed: refused(form, kept.refusal.kind) }
  const files: UploadRefused[] = []
  const pictures = form.getAll('file:paper-form').filter(isChosen)
  if (pressed === 'paper-form' && pictures.length === 0) files.push({ requirement: 'paper-form', kind: 'NoFile', fileName: '' })
  for (const picture of pictures) {
    const taken = await keepPicture(office, visitor, view.form, { fileName: picture.name, bytes: new Uint8Array(await picture.arrayBuffer()) })
    if (!taken.ok) files.push({ requirement: 'paper-form', kind: taken.refusal.kind, fileName: picture.name })
  }
  for (const { key: requirement } of requiredOf(view.service)) {
    const file = form.get(`file:${requirement}`)
    if (requirement !== pressed && !isChosen(file)) continue
    const problem = await takeFile(here, handOf(view.form, visitor), requirement, file)
    if (problem) files.push(problem)
  }
  return files.length > 0 ? { failed: refused(form, 'Files', files) } : { visitor, form, receivedAt, paper: view.form }
}

/** The answers by the groups that may be written now: all of them, or the marked fields of a correction. */
function typedIn(form: FormData, { draft, service }: PaperView) {
  const marked = draft?.correction?.fields
  if (marked) return marked.length === 0 ? {} : { correction: readEntries(form, service.groups.flatMap((group) => group.fields).filter(({ key }) => marked.includes(key))) }
  return Object.fromEntries(service.groups.map((group) => [group.key, readEntries(form, group.fields)]))
}

/** What was typed for the time is shown again as it was: a date that can't be true is not kept. */
function refused(form: FormData, kind: string, files: readonly UploadRefused[] = []) {
  return fail(422, { kind, date: String(form.get('date') ?? '').slice(0, 20), time: String(form.get('time') ?? '').slice(0, 20), files })
}
