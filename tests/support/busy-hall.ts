import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Office } from '../../src/usecases/ports.ts'
import { isKiosk, kioskToken } from '../../src/usecases/tickets/at-the-place.ts'
import { callNext, finishTicket, recallTicket, skipTicket, transferTicket } from '../../src/usecases/tickets/call-ticket.ts'
import { checkIn } from '../../src/usecases/tickets/check-in.ts'
import { issueTicket, takeTicket } from '../../src/usecases/tickets/take-ticket.ts'
import type { Visitor } from '../../src/usecases/views.ts'

export const hall = 'balai-ramai'
const desks = ['pickup', 'originals', 'consultation', 'interview'] as const

/** A place with twelve counters, some for one desk, some for several. */
export const hallCounters = Array.from({ length: 12 }, (_, index) => ({
  number: String(index + 1),
  name: { id: `Loket ${index + 1}`, en: `Counter ${index + 1}` },
  desks: index < 5 ? ['pickup', 'originals'] : index < 9 ? ['pickup', 'consultation'] : ['consultation', 'interview'],
}))

/** Puts the place into the office's data, as its owner would. */
export async function buildHall(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(
    `insert into office.places (code, unit, kind, name, address, latitude, longitude, zone, hours, counters, desks)
     select $1, '3171', 'office', '{"id": "Balai Ramai", "en": "Busy Hall"}', 'Jl. Ramai 1', -6.2, 106.8, 'Asia/Jakarta', hours, $2, desks from office.places where code = 'jakarta-pusat'`,
    [hall, JSON.stringify(hallCounters)],
  )
  await client.end()
}

export const officerAt = (counter: string): Visitor => ({ kind: 'staff', person: `officer-${counter}`, email: 'o@office.example', name: 'Officer', duties: [{ duty: 'counter', unit: '3171' }], locale: 'id' })

/** Chance that is the same in every run. */
export function chances(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296
}

/** The people and officers of a day, on several nodes at once. What is pressed twice goes to two nodes at the same time. */
export function openDay(nodes: readonly Office[], chance: () => number) {
  let turn = 0
  const node = () => nodes[turn++ % nodes.length]!
  const token = kioskToken(nodes[0]!, hall)
  assert.ok(nodes.every((each) => isKiosk(each, hall, token)))
  const twice = async <T extends { readonly ok: boolean }>(often: number, press: (office: Office, command: string) => Promise<T>): Promise<T> => {
    const command = randomUUID()
    if (chance() >= often) return press(node(), command)
    const [one, other] = await Promise.all([press(node(), command), press(node(), command)])
    // What was refused did nothing, and may be possible a moment later.
    if (!one.ok || !other.ok) return one.ok ? one : other
    assert.deepEqual(one, other, 'pressed twice, one answer')
    return one
  }
  const deskOf = () => desks[Math.floor(chance() ** 1.8 * 4)] ?? 'pickup'
  const take = () => {
    const wish = { place: hall, desks: chance() < 0.05 ? [...new Set([deskOf(), deskOf()])] : [deskOf()], priority: chance() < 0.1 ? ('elderly' as const) : null }
    return twice(0.05, (office, command) => takeTicket(office, { kind: 'kiosk', token }, { ...wish, command }))
  }
  const takeBooked = async (now: number) => {
    const office = node()
    const place = (await office.places.place(hall))!
    const startsAt = now + Math.round((chance() * 40 - 20) * 60_000)
    const desk = place.desks[0]!
    await office.store.transaction((tx) => issueTicket(office, tx, place, { channel: 'booking', desks: [desk], priority: null, device: null, booking: { id: randomUUID(), startsAt }, officer: null }))
  }
  const back = (ticket: string) => twice(0.2, (office, command) => checkIn(office, { kind: 'kiosk', token }, { place: hall, code: `http://office.example/tickets/${ticket}`, command }))
  const call = (counter: string) => twice(0.1, (office, command) => callNext(office, officerAt(counter), { command }))
  const end = async (counter: string) => {
    const kind = chance()
    const officer = officerAt(counter)
    if (kind < 0.03) return twice(0.1, (office, command) => skipTicket(office, officer, { command }))
    if (kind < 0.06) {
      const sent = await twice(0.1, (office, command) => transferTicket(office, officer, { desk: 'consultation', counter: kind < 0.045 ? '12' : null, command }))
      if (sent.ok || sent.refusal.kind !== 'SameDesk') return sent
    }
    if (kind < 0.1) return twice(0.1, (office, command) => finishTicket(office, officer, { result: { kind: 'not-served', cause: 'document-missing' }, command }))
    return twice(0.1, (office, command) => finishTicket(office, officer, { result: { kind: 'served', next: null }, command }))
  }
  const recall = (counter: string) => twice(0, (office, command) => recallTicket(office, officerAt(counter), { command }))
  return { take, takeBooked, back, call, end, recall }
}
