import { recallCommand } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'

/**
 * One command has one effect and one answer, in one transaction. What was refused is not remembered: nothing happened,
 * and it may be allowed later. `who` is a person, or the kiosk or phone that asked.
 */
export function once<T extends { readonly ok: boolean }>(office: Office, command: { readonly id: string; readonly who: string; readonly kind: string }, work: (tx: Tx) => Promise<T>): Promise<T> {
  return office.store.transaction(async (tx) => {
    const known = await recallCommand(tx, command.id, command.who)
    if (known) return known as T
    const answer = await work(tx)
    if (answer.ok) await tx.remember(command.id, command.who, command.kind, answer)
    return answer
  })
}
