import { handOverAbsent } from '../../office/hand-over.ts'
import { openCase } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import { recordEvents } from '../record-events.ts'
import type { AbsenceRow } from './duty-ports.ts'

/**
 * An absence begins: each case in the absent person's hands goes on, in a transaction of its own, so that nobody waits for a
 * full desk. A second run, or one on another node, finds nothing left in their hands. Gives how many were handed over.
 */
export async function handOverAbsence(office: Office, id: string): Promise<number> {
  const absence = await office.store.transaction((tx) => tx.absence(id))
  if (!absence || absence.endedAt !== null || absence.startsAt > office.now() || absence.endsAt <= office.now()) return 0
  const held = await office.store.transaction((tx) => tx.heldBy(absence.person, absence.unit))
  let moved = 0
  for (const application of held) if (await handOver(office, absence, application)) moved += 1
  return moved
}

function handOver(office: Office, { person, unit, deputy }: AbsenceRow, id: string): Promise<boolean> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened || opened.application.unit !== unit) return false
    const away = await tx.away(unit, office.now())
    const receiver = deputy === null ? null : { person: deputy, duties: await tx.dutiesOf(deputy, office.today()), away: away.has(deputy) }
    const events = handOverAbsent(opened.application, person, receiver)
    if (events.length === 0) return false
    await recordEvents(tx, id, opened.application, events, { kind: 'system' }, opened.context)
    return true
  })
}
