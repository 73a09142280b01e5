import { moveByHead, type HandOverRefusal } from '../../office/hand-over.ts'
import { isUuid, notFound, openCase, personOf, recallCommand, type NotFound, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import { recordEvents } from '../record-events.ts'
import type { Visitor } from '../views.ts'

export type MoveRefusal = HandOverRefusal | NotFound | { readonly kind: 'UnknownOfficer' | 'NotThereAnyMore' | 'BegunToday' }
export type Moved = { readonly ok: true } | Refused<MoveRefusal>

export type Move = {
  readonly id: string
  /** Who gets it. */
  readonly to: string
  /** Set for a suggested move: it is only made while that person holds the task and has not begun on it today. */
  readonly from?: string
}

/** The head gives one task of the unit to an officer who may do it; that officer finds it marked on their list. */
export async function moveTask(office: Office, visitor: Visitor, request: Move & { readonly command: string }): Promise<Moved> {
  return office.store.transaction(async (tx): Promise<Moved> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Moved
    const opened = await openCase(office, tx, request.id)
    if (!opened || visitor.kind !== 'staff' || !visitor.duties.some((duty) => duty.unit === opened.application.unit)) return notFound
    const { application, context } = opened
    const away = await tx.away(application.unit, office.now())
    if (request.from !== undefined) {
      const kind = await staleness(office, tx, request.from, application, away)
      if (kind) return { ok: false, refusal: { kind } }
    }
    if (!(await tx.person(request.to))) return { ok: false, refusal: { kind: 'UnknownOfficer' } }
    const receiver = { person: request.to, duties: await tx.dutiesOf(request.to, office.today()), away: away.has(request.to) }
    const moved = moveByHead(application, personOf(visitor), receiver)
    if (!moved.ok) return moved
    await recordEvents(tx, request.id, application, moved.events, { kind: 'staff', person: visitor.person, role: 'head' }, context)
    await tx.remember(request.command, visitor.person, 'move', { ok: true })
    return { ok: true }
  })
}

/** What a suggestion was made on may have changed since the page was shown. */
async function staleness(
  office: Office,
  tx: Tx,
  from: string,
  { id, task, unit }: { readonly id: string; readonly unit: string; readonly task: { readonly holder: string | null } | null },
  away: ReadonlySet<string>,
): Promise<'NotThereAnyMore' | 'BegunToday' | null> {
  if (task?.holder !== from) return 'NotThereAnyMore'
  if (away.has(from)) return null
  const clock = await office.calendars.of(unit)
  const begun = await tx.judgedSince([id], clock.startOfDay(clock.date(office.now())))
  return begun.has(id) ? 'BegunToday' : null
}

export type MoveResult = { readonly id: string; readonly number: string | null } & ({ readonly ok: true } | { readonly ok: false; readonly kind: MoveRefusal['kind'] })

const most = 200

/** Makes many moves. Each stands alone: what is no longer possible is said beside it and holds up no other. Pressed twice, moved once. */
export async function moveTasks(office: Office, visitor: Visitor, request: { readonly moves: readonly Move[]; readonly command: string }): Promise<readonly MoveResult[]> {
  const moves = [...new Map(request.moves.map((move) => [move.id, move])).values()].filter(({ id }) => isUuid(id)).slice(0, most)
  const results: MoveResult[] = []
  for (const move of moves) {
    const moved = await moveTask(office, visitor, { ...move, command: commandOfMove(request.command, move.id) })
    const row = moved.ok || moved.refusal.kind !== 'NotFound' ? await office.store.transaction((tx) => tx.caseRow(move.id)) : null
    const line = { id: move.id, number: row?.number ?? null }
    results.push(moved.ok ? { ...line, ok: true } : { ...line, ok: false, kind: moved.refusal.kind })
  }
  return results
}

/** A command of its own for each case of one press, the same at every repetition of it. */
const commandOfMove = (command: string, id: string): string => `${command.slice(0, 23)}-${id.slice(24)}`
