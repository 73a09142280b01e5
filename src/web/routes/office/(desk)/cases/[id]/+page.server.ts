import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { outOfTurnReasons, type Verdict } from '#office/application-events.ts'
import { addNote } from '#usecases/add-note.ts'
import { moveTask } from '#usecases/duty/move-task.ts'
import { listReceivers } from '#usecases/duty/plan-day.ts'
import { approveForSigning, rejectApplication, sendBack } from '#usecases/decide-case.ts'
import { judgeCase } from '#usecases/judge-case.ts'
import { readCase } from '#usecases/read-case.ts'
import { releaseTask, takeTask } from '#usecases/take-task.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { casePage } from '#web/office/case-page.ts'
import { officer } from '#web/office/officer.ts'
import { readVerdicts } from '#web/office/read-verdicts.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const read = await readCase(office, officer(event), event.params.id)
  if (!read.ok) notFound()
  const receivers = read.view.may.move ? await listReceivers(office, { unit: read.view.unit.code, role: read.view.task?.role ?? 'verifier' }) : []
  const done = event.url.searchParams.get('done')
  const decided = decisions.find((decision) => decision === done) ?? null
  return { view: casePage(read.view), receivers, reasons: outOfTurnReasons, now: office.now(), command: office.newId(), noteCommand: office.newId(), saved: done !== null && done !== 'take', decided }
}

const decisions = ['approve', 'sendBack', 'reject'] as const

type Result = { readonly ok: boolean; readonly refusal?: { readonly kind: string; readonly documents?: readonly string[]; readonly fields?: readonly string[] } }
type Desk = { readonly event: RequestEvent; readonly form: FormData; readonly id: string; readonly command: string }

export const actions: Actions = {
  take: (event) =>
    act(event, ({ form, id, command }) => {
      const reason = outOfTurnReasons.find((each) => each === form.get('reason')) ?? null
      return takeTask(event.locals.office, officer(event), { id, reason, command })
    }),
  release: (event) => act(event, ({ id, command }) => releaseTask(event.locals.office, officer(event), { id, command }), '/office/queue'),
  judge: (event) => act(event, (desk) => judge(desk)),
  approve: (event) => decide(event, ({ id, command }) => approveForSigning(event.locals.office, officer(event), { id, command })),
  sendBack: (event) =>
    decide(event, ({ form, id, command }) => {
      const { documents, fields } = readVerdicts(form)
      const refused = (verdicts: Readonly<Record<string, Verdict>>) => Object.keys(verdicts).filter((key) => verdicts[key] === 'refused')
      return sendBack(event.locals.office, officer(event), { id, fields: refused(fields), documents: refused(documents), message: text(form, 'message'), command })
    }),
  reject: (event) =>
    decide(event, ({ form, id, command }) => rejectApplication(event.locals.office, officer(event), { id, reasons: form.getAll('rejection').map(String), message: text(form, 'rejectionMessage'), command })),
  move: (event) => act(event, ({ form, id, command }) => moveTask(event.locals.office, officer(event), { id, to: text(form, 'to'), command })),
  note: (event) => act(event, ({ form, id, command }) => addNote(event.locals.office, officer(event), { id, text: text(form, 'text'), command })),
}

/** Does one thing to the case of this page. What was refused is said on the page; anything else loads it anew. */
async function act(event: RequestEvent, what: (desk: Desk) => Promise<Result>, then?: string) {
  const form = await event.request.formData()
  const id = event.params['id'] ?? ''
  const result = await what({ event, form, id, command: commandOf(form, event.locals.office.newId) })
  if (!result.ok) return fail(409, { kind: result.refusal?.kind ?? 'Other', message: text(form, 'message'), rejectionMessage: text(form, 'rejectionMessage'), open: event.url.search })
  redirect(303, then ?? `/office/cases/${id}?done=${event.url.search.slice(2)}`)
}

/** Verdicts that stand in the form are saved first, so that a decision is made on what the officer sees. */
function decide(event: RequestEvent, what: (desk: Desk) => Promise<Result>) {
  return act(event, async (desk) => {
    const judged = await judge(desk)
    return judged.ok ? what(desk) : judged
  })
}

function judge({ event, form, id }: Desk): Promise<Result> {
  return judgeCase(event.locals.office, officer(event), { id, ...readVerdicts(form), command: event.locals.office.newId() })
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 4000)
