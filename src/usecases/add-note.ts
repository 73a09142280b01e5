import { actOnCase, type Acted, type Refused } from './act-on-case.ts'
import { writeText } from './case-file.ts'
import type { Office } from './ports.ts'
import { cleanWords } from './words-of-staff.ts'
import type { Visitor } from './views.ts'

/** A note among colleagues; the applicant may ask for it by law, but it is not shown on the timeline. */
export async function addNote(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly text: string; readonly command: string },
): Promise<Acted | Refused<{ readonly kind: 'MessageMissing' }>> {
  const text = cleanWords(request.text)
  if (text === '' || visitor.kind !== 'staff') return { ok: false, refusal: { kind: 'MessageMissing' } }
  return actOnCase(office, visitor, request, async ({ key }, tx) => ({
    kind: 'add-note',
    note: await writeText(office, tx, key, { application: request.id, kind: 'note', author: visitor.person, text }),
  }))
}
