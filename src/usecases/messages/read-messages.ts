import type { Channel } from '../../office/messages/channel.ts'
import { attemptState, type AttemptState } from '../../office/messages/next-step.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'

/** A message about somebody's application, as they see it: what, by which channels, and what became of it. */
export type MessageView = {
  readonly id: string
  readonly kind: string
  readonly madeAt: number
  readonly attempts: readonly { readonly channel: Channel; readonly state: AttemptState; readonly at: number }[]
}

/** The messages about one's own application, the newest first; none about another's. */
export async function readMessages(office: Office, visitor: Visitor, application: string): Promise<readonly MessageView[]> {
  return office.store.transaction(async (tx) => {
    const rows = (await tx.messagesOf(application)).filter(({ person }) => person === visitor.person)
    const facts = Map.groupBy(await tx.messageFacts(rows.map(({ id }) => id)), ({ message }) => message)
    return rows.map(({ id, kind, madeAt, route }) => {
      const tried = route.flatMap((channel, attempt) => {
        const state = attemptState(facts.get(id) ?? [], attempt)
        return state ? [{ channel, ...state }] : []
      })
      return { id, kind, madeAt, attempts: tried.length > 0 ? tried : [{ channel: route[0] ?? 'mail', state: 'waiting' as const, at: madeAt }] }
    })
  })
}
