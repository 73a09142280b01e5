import { isOpenAt } from '../../office/tickets/local-time.ts'
import { spokenCall } from '../../office/tickets/spoken-call.ts'
import type { Estimate } from '../../office/tickets/estimate-wait.ts'
import { ticketNumber } from '../../office/tickets/ticket.ts'
import type { Office } from '../ports.ts'
import { closedDays } from '../booking/slot-calendar.ts'
import { readLine, waitAtDesk, waitingIn, type Line } from './line.ts'
import type { BoardView, DeskView, WaitView } from './ticket-views.ts'

/** More than are shown: a board that was cut off speaks those it missed. */
const lastCalls = 12
const recentMs = 2 * 3_600_000

/** The board of a place as it is now; null when there is no such place. */
export async function readBoard(office: Office, code: string): Promise<BoardView | null> {
  const place = await office.places.place(code)
  if (!place) return null
  return office.store.transaction(async (tx) => {
    const line = await readLine(office, tx, place)
    const calls = await tx.lastCalls(place.code, line.now - recentMs, lastCalls)
    const holidays = await closedDays(tx, place, line.day, line.day)
    return {
      place: { code: place.code, name: place.name, address: place.address, zone: place.zone },
      calls: calls.map((call) => {
        const name = place.counters.find((counter) => counter.number === call.counter)?.name ?? { id: call.counter, en: call.counter }
        const number = ticketNumber(call)
        return { id: call.id, at: call.at, number, counter: call.counter, name, spoken: spokenCall(number, name.id) }
      }),
      counters: countersOf(line),
      desks: desksOf(line),
      open: isOpenAt(place, line.now, holidays.size > 0),
    }
  })
}

export function countersOf(line: Line): BoardView['counters'] {
  return line.place.counters.map(({ number, name }) => {
    const session = line.sessions.find((each) => each.counter === number)
    const ticket = line.tickets.find((each) => each.state === 'called' && each.counter === number)
    const state = ticket ? 'serving' : !session ? 'closed' : session.breakSince !== null ? 'break' : 'free'
    return { number, name, state, ticket: ticket ? ticketNumber(ticket) : null }
  })
}

/** Each desk's line: how many wait, and how long somebody would who came now. */
export function desksOf(line: Line): readonly DeskView[] {
  const waiting = waitingIn(line)
  return line.place.desks.map(({ key, letter, name }) => ({
    key, letter, name,
    waiting: waiting.filter((ticket) => ticket.desk === key).length,
    wait: inMinutes(waitAtDesk(line, key)),
  }))
}

export function inMinutes(estimate: Estimate | null): WaitView {
  return estimate && { from: Math.round(estimate.fromMs / 60_000), to: Math.round(estimate.toMs / 60_000), before: estimate.before }
}

