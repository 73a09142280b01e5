import assert from 'node:assert/strict'
import { test } from 'node:test'
import ical, { type VEvent } from 'node-ical'
import { samplePlace } from '../../office/booking/sample-place.ts'
import type { CalendarPaper } from '../../usecases/ports.ts'
import { writeCalendar } from './write-calendar.ts'

const paper: CalendarPaper = {
  locale: 'id', method: 'REQUEST', booking: '3f0c7c9e-9a39-4b9e-9d8e-0a8f5b0f7b11', sequence: 0, at: Date.parse('2026-11-24T03:00:00Z'),
  startsAt: Date.parse('2026-11-26T02:30:00Z'), endsAt: Date.parse('2026-11-26T03:00:00Z'),
  place: { ...samplePlace, address: 'Jl. HR Rasuna Said Kav. 22; lantai 2, Jakarta Selatan' }, desk: samplePlace.desks[0]!, code: '7K3M-Q9TA',
  attendee: 'dewi@warga.example', tentative: false, address: 'http://office.example/bookings/3f0c7c9e-9a39-4b9e-9d8e-0a8f5b0f7b11',
}
const sender = { host: 'office.example', from: 'no-reply@office.example' }

function read(text: string): { readonly method: string; readonly event: VEvent } {
  const parsed = ical.sync.parseICS(text)
  const event = Object.values(parsed).find((part) => part?.type === 'VEVENT')
  assert.ok(event?.type === 'VEVENT')
  return { method: /^METHOD:(\w+)/m.exec(text)?.[1] ?? '', event }
}

test('A calendar reads a booking as an invitation: when, where, from whom, with an alarm the day before', () => {
  const text = writeCalendar(paper, sender)
  const { method, event } = read(text)
  assert.equal(method, 'REQUEST')
  assert.equal(event.uid, '3f0c7c9e-9a39-4b9e-9d8e-0a8f5b0f7b11@office.example')
  assert.deepEqual([event.start.getTime(), event.end?.getTime()], [paper.startsAt, paper.endsAt])
  assert.deepEqual([event.status, Number(event.sequence ?? 0)], ['CONFIRMED', 0])
  assert.match(String(event.location), /Rasuna Said Kav\. 22; lantai 2, Jakarta Selatan/)
  assert.deepEqual([Number(event.geo?.lat), Number(event.geo?.lon)], [samplePlace.latitude, samplePlace.longitude])
  assert.match(JSON.stringify(event.organizer), /no-reply@office\.example/)
  assert.match(JSON.stringify(event.attendee), /dewi@warga\.example/)
  assert.match(text, /BEGIN:VALARM[^]*TRIGGER:-P1D[^]*END:VALARM/)
  assert.match(String(event.description), /7K3M-Q9TA/)
})

test('A move has the same UID, a higher sequence and the new time; calling off cancels it', () => {
  const before = read(writeCalendar(paper, sender)).event
  const moved = read(writeCalendar({ ...paper, sequence: 1, startsAt: paper.startsAt + 86_400_000, endsAt: paper.endsAt + 86_400_000 }, sender)).event
  assert.equal(moved.uid, before.uid)
  assert.ok(Number(moved.sequence) > Number(before.sequence ?? 0))
  assert.equal(moved.start.getTime(), paper.startsAt + 86_400_000)
  const text = writeCalendar({ ...paper, sequence: 2, method: 'CANCEL' }, sender)
  const off = read(text)
  assert.deepEqual([off.method, off.event.uid, off.event.status, Number(off.event.sequence)], ['CANCEL', before.uid, 'CANCELLED', 2])
  assert.doesNotMatch(text, /VALARM/)
})

test('A file to download names nobody but the office, and its lines are as the standard wants them', () => {
  const text = writeCalendar({ ...paper, method: 'PUBLISH', attendee: null }, sender)
  assert.equal(read(text).method, 'PUBLISH')
  assert.doesNotMatch(text, /ATTENDEE/)
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/)
})
