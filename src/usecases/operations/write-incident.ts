import { incidentsOf, isPart, type IncidentEntry, type Part } from '../../office/operations/incident.ts'
import { isUuid, recallCommand, type Acted, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { cleanWords } from '../words-of-staff.ts'

type Told = Acted | Refused<{ readonly kind: 'NoDuty' | 'MessageMissing' | 'NothingNamed' | 'AlreadyClosed' | 'NotFound' }>
type Said = { readonly words: string; readonly english: string; readonly command: string }

const longest = 500

/** Whether somebody runs the system: in whichever unit, it is one system. */
export const isOperator = (visitor: Visitor): boolean => visitor.kind === 'staff' && visitor.duties.some(({ duty }) => duty === 'operator')

/** An operator tells the public that something does not work, in plain words, and which parts that are. */
export function openIncident(office: Office, visitor: Visitor, asked: Said & { readonly down: readonly string[] }): Promise<Told> {
  const down = [...new Set(asked.down)].filter(isPart)
  return say(office, visitor, asked, 'open-incident', down.length === 0 ? 'NothingNamed' : null, async () => ({ kind: 'opened', incident: office.newId(), down }))
}

/** What is known by now, or that it is over. A closed incident stays as it was told. */
export function addToIncident(office: Office, visitor: Visitor, asked: Said & { readonly incident: string; readonly close: boolean }): Promise<Told> {
  return say(office, visitor, asked, asked.close ? 'close-incident' : 'update-incident', isUuid(asked.incident) ? null : 'NotFound', async (tx) => {
    await tx.lockIncident(asked.incident)
    const incident = incidentsOf(await tx.entriesOfIncident(asked.incident))[0]
    if (!incident) return 'NotFound'
    return incident.closedAt === null ? { kind: asked.close ? 'closed' : 'update', incident: asked.incident, down: [] } : 'AlreadyClosed'
  })
}

type Next = { readonly kind: IncidentEntry['kind']; readonly incident: string; readonly down: readonly Part[] }

async function say(
  office: Office, visitor: Visitor, { words, english, command }: Said, kind: string, refusal: 'NothingNamed' | 'NotFound' | null,
  next: (tx: Tx) => Promise<Next | 'NotFound' | 'AlreadyClosed'>,
): Promise<Told> {
  if (!isOperator(visitor)) return { ok: false, refusal: { kind: 'NoDuty' } }
  const [indonesian, other] = [cleanWords(words).slice(0, longest), cleanWords(english).slice(0, longest)]
  if (indonesian === '') return { ok: false, refusal: { kind: 'MessageMissing' } }
  if (refusal) return { ok: false, refusal: { kind: refusal } }
  return office.store.transaction(async (tx): Promise<Told> => {
    const known = await recallCommand(tx, command, visitor.person)
    if (known) return known as Told
    const entry = await next(tx)
    if (typeof entry === 'string') return { ok: false, refusal: { kind: entry } }
    await tx.saveIncidentEntry({ id: office.newId(), ...entry, at: office.now(), words: { id: indonesian, en: other === '' ? null : other }, person: visitor.person })
    await tx.remember(command, visitor.person, kind, { ok: true })
    return { ok: true }
  })
}
