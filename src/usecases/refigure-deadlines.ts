import { openCase } from './act-on-case.ts'
import type { Office } from './ports.ts'
import { deadlineOf } from './record-events.ts'

const atOnce = 200

/**
 * The calendar changed: the deadlines that lists are ordered by are figured anew for every open case, in small
 * transactions, so that nobody waits for them. Doing it twice changes nothing. Gives how many moved.
 */
export async function refigureDeadlines(office: Office): Promise<number> {
  let [after, moved]: [string | null, number] = [null, 0]
  for (;;) {
    const ids: readonly string[] = await office.store.transaction((tx) => tx.openCases(after, atOnce))
    for (const id of ids) if (await refigure(office, id)) moved += 1
    if (ids.length < atOnce) return moved
    after = ids.at(-1) ?? null
  }
}

function refigure(office: Office, id: string): Promise<boolean> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    const row = opened && (await tx.caseRow(id))
    if (!row || opened.application.outcome) return false
    const deadline = deadlineOf(opened.application, opened.context.clock)
    if (deadline === row.deadline) return false
    await tx.saveCase({ ...row, deadline })
    return true
  })
}
