import type { Verdict } from '#office/application-events.ts'

type Verdicts = Readonly<Record<string, Verdict>>

/**
 * Verdicts as the case's form sends them: radio buttons for documents, a tick for an answer that is wrong. `shown` names
 * the answers that could be ticked: one of them without a tick is open again.
 */
export function readVerdicts(form: FormData): { readonly documents: Verdicts; readonly fields: Verdicts } {
  const documents: Record<string, Verdict> = {}
  const fields: Record<string, Verdict> = Object.fromEntries(form.getAll('shown').map((key) => [String(key), 'open']))
  for (const [name, value] of form) {
    const verdict = value === 'accepted' || value === 'refused' ? value : 'open'
    if (name.startsWith('document:')) documents[name.slice('document:'.length)] = verdict
    if (name.startsWith('field:')) fields[name.slice('field:'.length)] = verdict
  }
  return { documents, fields }
}
