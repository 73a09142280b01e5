import type { Place } from '../../office/place.ts'
import { applicationNumber } from '../../office/numbers.ts'
import { localTime } from '../../office/tickets/local-time.ts'
import { ticketNumber } from '../../office/tickets/ticket.ts'
import type { Office, Tx } from '../ports.ts'
import type { CounterDevice, LentNumber } from './counter-ports.ts'

/** What a device always has at hand: enough for a long day at one counter. Numbers of one series, never lent twice. */
const applicationsAhead = 120
const ticketsAhead = 40

/**
 * Fills a device's blocks up: application numbers for each service, and tickets of today for each desk of the unit's places.
 * Ticket numbers of a day that is over are void. Every number that was lent is used, void, or still on the device.
 */
export async function lendNumbers(office: Office, tx: Tx, device: CounterDevice, places: readonly Place[]): Promise<readonly LentNumber[]> {
  const free = await tx.freeNumbers(device.id)
  const today = (await office.calendars.of('', tx)).date(office.now())
  const rows: Omit<LentNumber, 'usedBy' | 'voided'>[] = []
  for (const service of office.services.list()) {
    const has = free.filter((each) => each.service === service.id).length
    const first = has > applicationsAhead / 2 ? null : await tx.nextMany(`application:${service.id}:${today.slice(0, 4)}`, applicationsAhead - has)
    for (let more = 0; first !== null && more < applicationsAhead - has; more++)
      rows.push({ ...empty, id: office.newId(), device: device.id, kind: 'application', service: service.id, number: applicationNumber(service.numbers.application, today, first + more) })
  }
  for (const place of places)
    for (const desk of place.desks) {
      const day = localTime(office.now(), place.zone).date
      const has = free.filter((each) => each.place === place.code && each.desk === desk.key && each.day === day).length
      const first = has > ticketsAhead / 2 ? null : await tx.nextMany(`ticket:${place.code}:${day}:${desk.letter}`, ticketsAhead - has)
      for (let more = 0; first !== null && more < ticketsAhead - has; more++) {
        const sequence = first + more
        rows.push({ ...empty, id: office.newId(), device: device.id, kind: 'ticket', number: ticketNumber({ letter: desk.letter, sequence }), place: place.code, desk: desk.key, letter: desk.letter, day, sequence })
      }
    }
  if (rows.length > 0) await tx.lendNumbers(rows, office.now())
  const days = new Map(places.map((place) => [place.code, localTime(office.now(), place.zone).date]))
  return (rows.length > 0 ? await tx.freeNumbers(device.id) : free).filter((each) => each.kind === 'application' || each.day === days.get(each.place ?? ''))
}

const empty = { service: null, place: null, desk: null, letter: null, day: null, sequence: null }
