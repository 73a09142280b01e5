import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { cancelBooking } from '../../src/usecases/booking/change-booking.ts'
import { readBooking } from '../../src/usecases/booking/read-booking.ts'
import { kioskToken, placePin } from '../../src/usecases/tickets/at-the-place.ts'
import { callNext, finishTicket, skipTicket, transferTicket } from '../../src/usecases/tickets/call-ticket.ts'
import { checkIn, confirmByPin, leaveLine, markTicket } from '../../src/usecases/tickets/check-in.ts'
import { closeCounter, openCounter, takeBreak } from '../../src/usecases/tickets/counter-session.ts'
import { followTicket } from '../../src/usecases/tickets/follow-ticket.ts'
import { queueFigures } from '../../src/usecases/tickets/queue-figures.ts'
import { readBoard } from '../../src/usecases/tickets/read-board.ts'
import { readSeat } from '../../src/usecases/tickets/read-counter.ts'
import { takeTicket, takeTicketByPhone } from '../../src/usecases/tickets/take-ticket.ts'
import { book, slotsOn } from '../support/booking.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const minute = 60_000
const morning = Date.parse('2026-11-24T01:00:00Z') // Tuesday, 08:00 in Jakarta

let house: TestOffice
before(async () => {
  house = await openTestOffice({ now: morning })
})
after(() => house?.close())

const command = () => randomUUID()
const kindOf = (answer: { readonly ok: boolean; readonly refusal?: { readonly kind: string } }) => answer.refusal?.kind ?? null
const kiosk = (place: string) => ({ kind: 'kiosk' as const, token: kioskToken(house.office, place) })
const show = (place: string, code: string, id = command()) => checkIn(house.office, kiosk(place), { place, code, command: id })

async function take(place: string, ...desks: readonly string[]): Promise<string> {
  const taken = await takeTicket(house.office, kiosk(place), { place, desks, priority: null, command: command() })
  assert.ok(taken.ok, JSON.stringify(taken))
  return taken.id
}

async function sit(key: string, place: string, counter: string) {
  const officer = await house.staff(key)
  assert.ok((await openCounter(house.office, officer, { place, counter, takeOver: false, command: command() })).ok)
  return officer
}

test('A booking checks in once at its place and on its day, and is served with its ticket', async () => {
  const { office } = house
  const dewi = await house.citizen()
  house.setNow(morning - 86_400_000)
  const desk = { place: 'mpp-jakarta', desk: 'interview' }
  const slots = await slotsOn(office, '2026-11-24', desk)
  const id = await book(office, dewi, slots[2]!.slot)
  const read = await readBooking(office, dewi, id)
  assert.ok(read.ok)
  const { code } = read.view
  assert.deepEqual(await show('mpp-jakarta', code), { ok: false, refusal: { kind: 'WrongDay', date: '2026-11-24' } })
  house.setNow(slots[2]!.startsAt - 10 * minute)
  assert.deepEqual(await show('jakarta-pusat', code), { ok: false, refusal: { kind: 'OtherPlace', place: 'mpp-jakarta' } })
  assert.equal(kindOf(await show('mpp-jakarta', 'ZZZZ-ZZZZ')), 'NotOurs')
  const once = command()
  const come = await show('mpp-jakarta', code.toLowerCase().replace('-', ' '), once)
  assert.ok(come.ok, JSON.stringify(come))
  assert.deepEqual(await show('mpp-jakarta', code, once), come, 'the same command, the same answer')
  assert.deepEqual(await show('mpp-jakarta', code), { ok: false, refusal: { kind: 'AlreadyUsed', number: come.number } })
  assert.equal((await readBooking(office, dewi, id)).ok && (await stateOf(dewi, id)), 'arrived')

  const walkIn = await take('mpp-jakarta', 'interview')
  house.setNow(slots[2]!.startsAt)
  const lina = await sit('counter', 'mpp-jakarta', '3')
  const called = await callNext(office, lina, { command: command() })
  assert.ok(called.ok && called.id === come.id, 'from the booked time on it goes before walk-ins')
  assert.ok((await finishTicket(office, lina, { result: { kind: 'served', next: null }, command: command() })).ok)
  assert.equal(await stateOf(dewi, id), 'served')
  assert.equal(kindOf(await show('mpp-jakarta', code)), 'Ended')
  assert.ok((await leaveLine(office, { ticket: walkIn, command: command() })).ok)
  assert.ok((await closeCounter(office, lina, { command: command() })).ok)
})

test('A cancelled booking is no claim', async () => {
  const { office } = house
  const dewi = await house.citizen()
  const slots = await slotsOn(office, '2026-11-24', { place: 'mpp-jakarta', desk: 'interview' })
  const id = await book(office, dewi, slots.at(-1)!.slot)
  const read = await readBooking(office, dewi, id)
  assert.ok(read.ok && (await cancelBooking(office, dewi, { booking: id, command: command() })).ok)
  assert.equal(kindOf(await show('mpp-jakarta', read.view.code)), 'Cancelled')
})

async function stateOf(visitor: Parameters<typeof readBooking>[1], id: string): Promise<string> {
  const read = await readBooking(house.office, visitor, id)
  assert.ok(read.ok)
  return read.view.state
}

test('From registration into the clinic with one number; who was served can say how it was, once', async () => {
  const { office } = house
  const place = 'puskesmas-tanah-abang'
  const id = await take(place, 'registration')
  const [agus, lina] = [await sit('counter2', place, '1'), await sit('counter', place, 'P2')]
  assert.ok((await callNext(office, agus, { command: command() })).ok)
  house.setNow(office.now() + 4 * minute)
  assert.ok((await finishTicket(office, agus, { result: { kind: 'served', next: 'dental' }, command: command() })).ok)
  const between = await followTicket(office, id)
  assert.deepEqual([between?.state, between?.desk.id, between?.number], ['waiting', 'Poli gigi', 'R-001'])
  const called = await callNext(office, lina, { command: command() })
  assert.ok(called.ok && called.number === 'R-001')
  const board = await readBoard(office, place)
  assert.equal(board?.calls[0]?.spoken, 'Nomor R nol nol satu, silakan ke ruang poli gigi')
  assert.equal(kindOf(await markTicket(office, { ticket: id, mark: 4, command: command() })), 'NotEnded')
  assert.ok((await finishTicket(office, lina, { result: { kind: 'served', next: null }, command: command() })).ok)
  assert.ok((await markTicket(office, { ticket: id, mark: 4, command: command() })).ok)
  assert.equal(kindOf(await markTicket(office, { ticket: id, mark: 1, command: command() })), 'MarkedBefore')
  const figures = await queueFigures(office)
  assert.deepEqual(figures.marks, [{ place, marks: 1, mean: 4 }])
  for (const officer of [agus, lina]) assert.ok((await closeCounter(office, officer, { command: command() })).ok)
})

test('A counter on a break calls nobody, one with somebody before it takes no break, and a stranger calls nobody', async () => {
  const { office } = house
  const place = 'jakarta-pusat'
  const agus = await sit('counter2', place, '1')
  await take(place, 'pickup')
  assert.ok((await takeBreak(office, agus, { on: true, command: command() })).ok)
  assert.equal((await followTicket(office, await take(place, 'originals')))?.wait, null, 'with no counter open no wait is made up')
  assert.equal(kindOf(await callNext(office, agus, { command: command() })), 'OnBreak')
  assert.ok((await takeBreak(office, agus, { on: false, command: command() })).ok)
  assert.ok((await callNext(office, agus, { command: command() })).ok)
  assert.equal(kindOf(await takeBreak(office, agus, { on: true, command: command() })), 'FinishFirst')
  assert.equal(kindOf(await callNext(office, agus, { command: command() })), 'FinishFirst')
  const [verifier, citizen] = [await house.staff('verifier'), await house.citizen()]
  for (const stranger of [verifier, citizen]) {
    assert.equal(kindOf(await openCounter(office, stranger, { place, counter: '2', takeOver: false, command: command() })), 'NoDuty')
    assert.equal(kindOf(await callNext(office, stranger, { command: command() })), 'NoCounter')
    assert.equal(await readSeat(office, stranger), null)
  }
  const lina = await house.staff('counter')
  assert.equal(kindOf(await openCounter(office, lina, { place, counter: '1', takeOver: false, command: command() })), 'CounterTaken')
  assert.ok((await finishTicket(office, agus, { result: { kind: 'not-served', cause: 'system-down' }, command: command() })).ok)
  assert.ok((await closeCounter(office, agus, { command: command() })).ok)
})

test('Who missed the call comes back with the same number; who is sent to a counter is called there', async () => {
  const { office } = house
  const place = 'jakarta-pusat'
  const [agus, lina] = [await sit('counter2', place, '1'), await sit('counter', place, '2')]
  const id = await take(place, 'pickup')
  let called = await callNext(office, agus, { command: command() })
  while (called.ok && called.id !== id) {
    assert.ok((await finishTicket(office, agus, { result: { kind: 'served', next: null }, command: command() })).ok)
    called = await callNext(office, agus, { command: command() })
  }
  assert.ok((await skipTicket(office, agus, { command: command() })).ok)
  assert.equal((await followTicket(office, id))?.state, 'away')
  assert.ok((await show(place, `${office.origin}/tickets/${id}`)).ok)
  assert.ok((await callNext(office, agus, { command: command() })).ok)
  assert.ok((await transferTicket(office, agus, { desk: 'pickup', counter: '2', command: command() })).ok)
  assert.equal(kindOf(await callNext(office, agus, { command: command() })), 'NothingWaiting')
  const there = await callNext(office, lina, { command: command() })
  assert.ok(there.ok && there.id === id)
  assert.ok((await finishTicket(office, lina, { result: { kind: 'served', next: null }, command: command() })).ok)
  for (const officer of [agus, lina]) assert.ok((await closeCounter(office, officer, { command: command() })).ok)
})

test('A phone takes three numbers a day at most, none while the place is closed, and is in no line before it is there', async () => {
  const { office } = house
  const place = 'jakarta-selatan'
  const phone = { device: randomUUID(), address: '10.1.1.1' }
  const wish = () => ({ place, desks: ['pickup'], priority: null, command: command() })
  const ids: string[] = []
  for (let each = 0; each < 3; each++) {
    const taken = await takeTicketByPhone(office, phone, wish())
    assert.ok(taken.ok, JSON.stringify(taken))
    ids.push(taken.id)
    assert.equal(kindOf(await takeTicketByPhone(office, phone, wish())), 'HasTicket')
    if (each < 2) assert.ok((await leaveLine(office, { ticket: taken.id, command: command() })).ok)
  }
  assert.equal((await readBoard(office, place))?.desks[0]?.waiting, 0)
  const pin = placePin(office, place, office.now())
  house.setNow(office.now() + 4 * minute)
  assert.ok((await confirmByPin(office, { ticket: ids[2]!, pin, address: '10.1.1.1', command: command() })).ok)
  assert.equal((await readBoard(office, place))?.desks[0]?.waiting, 1)
  assert.ok((await leaveLine(office, { ticket: ids[2]!, command: command() })).ok)
  assert.equal(kindOf(await takeTicketByPhone(office, phone, wish())), 'TooManyToday')
  const same = wish()
  const other = { device: randomUUID(), address: '10.1.1.2' }
  const twice = await Promise.all([takeTicketByPhone(office, other, same), takeTicketByPhone(office, other, same)])
  assert.deepEqual(twice[0], twice[1], 'a double tap is one number')
  house.setNow(Date.parse('2026-11-24T13:00:00Z'))
  assert.equal(kindOf(await takeTicketByPhone(office, { device: randomUUID(), address: '10.1.1.3' }, wish())), 'Closed')
})

test('The application can add to what happened in the line, not change it', async () => {
  const pool = house.database.openPool(1)
  await assert.rejects(pool.query("update ticket_events set type = 'called'"), /permission denied/)
  await assert.rejects(pool.query('delete from ticket_events'), /permission denied/)
  await assert.rejects(pool.query('delete from tickets'), /permission denied/)
})

test('A listening connection that breaks is opened again, and who watches is told to look', async () => {
  const { office } = house
  let told = 0
  const heard = () => new Promise<void>((resolve) => (wake = resolve))
  let wake = () => {}
  const stop = office.lineChanges.watch('mpp-jakarta', { changed: () => (told++, wake()), ended: () => undefined })
  await heard()
  const first = heard()
  await take('mpp-jakarta', 'pickup')
  await first
  const again = heard()
  // As the login itself: a role sees the sessions of others only by their number.
  const login = new pg.Client({ connectionString: house.database.appUrl })
  await login.connect()
  const { rowCount } = await login.query("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen office_line%' and datname = current_database()")
  await login.end()
  assert.equal(rowCount, 1)
  await again
  const after = heard()
  await take('mpp-jakarta', 'pickup')
  await after
  assert.ok(told >= 4)
  stop()
})
