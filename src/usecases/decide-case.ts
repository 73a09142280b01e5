import type { TextRef } from '../office/application-events.ts'
import { actOnCase, type Acted, type OpenedCase } from './act-on-case.ts'
import { writeText } from './case-file.ts'
import type { Office, Tx } from './ports.ts'
import { cleanWords } from './words-of-staff.ts'
import type { Visitor } from './views.ts'

/** The checked case goes to the head for signing. */
export async function approveForSigning(office: Office, visitor: Visitor, request: { readonly id: string; readonly command: string }): Promise<Acted> {
  return actOnCase(office, visitor, request, async () => ({ kind: 'approve' }))
}

/** Back to the applicant: only the marked parts open, with words that say why; the clock stops. */
export async function sendBack(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly fields: readonly string[]; readonly documents: readonly string[]; readonly message: string; readonly command: string },
): Promise<Acted> {
  return actOnCase(office, visitor, request, async (opened, tx) => ({
    kind: 'send-back',
    fields: [...new Set(request.fields)],
    documents: [...new Set(request.documents)],
    message: await messageOf(office, tx, visitor, opened, request.message),
  }))
}

/** The application ends with a legal reason from the service's list. */
export async function rejectApplication(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly reasons: readonly string[]; readonly message: string; readonly command: string },
): Promise<Acted> {
  return actOnCase(office, visitor, request, async (opened, tx) => ({
    kind: 'reject',
    reasons: [...new Set(request.reasons)],
    message: await messageOf(office, tx, visitor, opened, request.message),
  }))
}

/** The head returns a case to the verifiers, with the reason. */
export async function returnToVerifier(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly reason: string; readonly command: string },
): Promise<Acted> {
  return actOnCase(office, visitor, request, async (opened, tx) => ({
    kind: 'return',
    reason: await messageOf(office, tx, visitor, opened, request.reason),
  }))
}

async function messageOf(office: Office, tx: Tx, visitor: Visitor, opened: OpenedCase, message: string): Promise<TextRef | null> {
  const text = cleanWords(message)
  if (text === '') return null
  return writeText(office, tx, opened.key, { application: opened.application.id, kind: 'message', author: visitor.person, text })
}
