import { fail, redirect } from '@sveltejs/kit'
import { accountReasons, type Account } from '#office/paper/paper-form.ts'
import { accountForPaper } from '#usecases/paper/account-for-paper.ts'
import type { Office } from '#usecases/ports.ts'
import type { Visitor } from '#usecases/views.ts'
import { commandOf } from '../apply/command-of.ts'
import { officer } from '../office/officer.ts'

/** Every reason with the state that it stands for, as one list to choose from. */
export const reasons = (['spoiled', 'missing'] as const).flatMap((to) => accountReasons[to].map((reason) => ({ to, reason })))

type Here = { readonly locals: { readonly office: Office; readonly visitor: Visitor | null }; readonly url: URL; readonly request: Request }

/** The head's word on one form, from any page that lists it: leads back to that page. */
export async function account(event: Here) {
  const visitor = officer(event)
  const form = await event.request.formData()
  const serial = String(form.get('serial') ?? '')
  const accounted = await accountForPaper(event.locals.office, visitor, { serial, account: readAccount(String(form.get('reason') ?? '')), command: commandOf(form, event.locals.office.newId) })
  if (!accounted.ok) return fail(422, { kind: accounted.refusal.kind, serial: serial.slice(0, 40) })
  const unit = event.url.searchParams.get('unit')
  return redirect(303, event.url.pathname + (unit === null ? '' : `?unit=${encodeURIComponent(unit)}`))
}

function readAccount(reason: string): Account {
  if (reason === 'found') return { to: 'printed' }
  return { to: reasons.find((each) => each.reason === reason)?.to ?? 'spoiled', reason }
}
