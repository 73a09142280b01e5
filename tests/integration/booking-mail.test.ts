import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'
import ical, { type VEvent } from 'node-ical'
import { SMTPServer } from 'smtp-server'
import { openOffice, type Opened } from '../../src/adapters/open-office.ts'
import { bookingCalendarFile } from '../../src/usecases/booking/booking-calendar.ts'
import { cancelBooking, moveBooking } from '../../src/usecases/booking/change-booking.ts'
import { applySlotRules, readSlotRules } from '../../src/usecases/booking/change-slot-rules.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import { joinWaitingList } from '../../src/usecases/booking/waiting-list.ts'
import { book, interview, refusalOf, slotsOn } from '../support/booking.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const got: ParsedMail[] = []
let server: SMTPServer
let house: TestOffice
let other: Opened
const workers: { stop(): Promise<void> }[] = []

before(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        got.push(mail)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  house = await openTestOffice({ smtpUrl })
  other = await openOffice({
    settings: { origin: 'http://office.example', dataDir: house.dataDir, demo: true, mailFrom: 'Satu Pintu <no-reply@office.example>' },
    adminUrl: house.database.adminUrl, appUrl: house.database.appUrl, smtpUrl, now: () => house.office.now(),
    log: { info: () => undefined, error: (facts, words) => console.error(words, facts) },
  })
  for (const node of [house.opened, other]) workers.push(await node.startWorker())
})
after(async () => {
  for (const worker of workers) await worker.stop()
  await other.close()
  await house.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

/** The next mail to an address. */
async function mailTo(address: string, nth: number): Promise<ParsedMail> {
  for (let wait = 0; wait < 600; wait++) {
    const mails = got.filter((mail) => JSON.stringify(mail.to).includes(address))
    if (mails[nth]) return mails[nth]
    await sleep(100)
  }
  throw new Error(`No mail number ${nth} for ${address}: ${got.map((mail) => mail.subject).join(' | ')}`)
}

function eventOf(mail: ParsedMail): { readonly method: string; readonly event: VEvent } {
  const file = mail.attachments.find((each) => each.contentType === 'text/calendar')
  assert.ok(file, 'a calendar file is attached')
  const text = file.content.toString()
  const event = Object.values(ical.sync.parseICS(text)).find((part) => part?.type === 'VEVENT')
  assert.ok(event?.type === 'VEVENT')
  return { method: /^METHOD:(\w+)/m.exec(text)?.[1] ?? '', event }
}

test('Booked, moved and cancelled: one mail each from two nodes, with a calendar file that replaces the one before', async () => {
  const { office } = house
  const dewi = await house.citizen('dewi-surat@warga.example')
  const [slot, later] = await slotsOn(office, '2026-11-25')
  const booking = await book(office, dewi, slot!.slot)
  const booked = await mailTo(dewi.email, 0)
  assert.match(booked.subject ?? '', /^Sudah dipesan: Wawancara atau uji, Rabu, 25 November 2026, 07:30–08:00 \(WIB\)$/)
  assert.match(booked.text ?? '', /Kode Anda: [0-9A-Z]{4}-[0-9A-Z]{4}\n/)
  assert.match(booked.text ?? '', new RegExp(`http://office.example/bookings/${booking}`))
  const first = eventOf(booked)
  assert.deepEqual([first.method, first.event.start.getTime(), first.event.status], ['REQUEST', slot!.startsAt, 'CONFIRMED'])

  assert.ok((await moveBooking(office, dewi, { booking, slot: later!.slot, command: randomUUID() })).ok)
  const moved = eventOf(await mailTo(dewi.email, 1))
  assert.deepEqual([moved.method, moved.event.uid, moved.event.start.getTime()], ['REQUEST', first.event.uid, later!.startsAt])
  assert.ok(Number(moved.event.sequence) > Number(first.event.sequence ?? 0))
  const file = await bookingCalendarFile(office, dewi, booking)
  assert.ok(file.ok)
  assert.match(Buffer.from(file.file.bytes).toString(), /METHOD:PUBLISH[^]*SEQUENCE:1/)

  assert.ok((await cancelBooking(office, dewi, { booking, command: randomUUID() })).ok)
  const off = eventOf(await mailTo(dewi.email, 2))
  assert.deepEqual([off.method, off.event.uid, off.event.status, Number(off.event.sequence)], ['CANCEL', first.event.uid, 'CANCELLED', 2])
  assert.equal(refusalOf(await bookingCalendarFile(office, await house.citizen(), booking)), 'NotYours')
})

test('An offer says until when it is kept; a change of rules says that the booking stands and what is free near it', async () => {
  const { office } = house
  const day = '2026-11-26'
  const budi = await house.citizen('budi-surat@warga.example')
  const [slot, ...rest] = await slotsOn(office, day)
  const booking = await book(office, budi, slot!.slot)
  for (const each of rest) assert.ok((await holdSlot(office, await house.citizen(), { slot: each.slot, command: randomUUID() })).ok)
  const sari = await house.citizen('sari-surat@warga.example')
  assert.ok((await joinWaitingList(office, sari, { ...interview, from: day, to: day, command: randomUUID() })).ok)
  await cancelBooking(office, budi, { booking, command: randomUUID() })
  const offer = await mailTo(sari.email, 0)
  assert.match(offer.subject ?? '', /^Ada tempat untuk Anda: Wawancara atau uji, Kamis, 26 November 2026/)
  assert.match(offer.text ?? '', /sampai 24 November 2026 pukul 12\.00 WIB/)

  const wati = await house.citizen('wati-surat@warga.example')
  const [hers] = await slotsOn(office, '2026-11-27')
  await book(office, wati, hers!.slot)
  await mailTo(wati.email, 0)
  const head = await house.staff('head-province')
  const read = await readSlotRules(office, head, interview)
  assert.ok(read.ok)
  const rules = { ...read.view.rules, exceptions: { '2026-11-27': { kind: 'closed' as const, reason: { id: 'Pelatihan', en: 'Training' } } } }
  assert.ok((await applySlotRules(office, head, { ...interview, rules, version: read.view.version, command: randomUUID() })).ok)
  const hurt = await mailTo(wati.email, 1)
  assert.match(hurt.text ?? '', /tetap berlaku/)
  assert.equal((hurt.text ?? '').match(/^- (?:Rabu|Kamis|Senin)/gm)?.length, 3)
})

test('Two nodes had every timer and every mail to do, and did each once', () => {
  const subjects = got.map((mail) => `${JSON.stringify(mail.to)} ${mail.subject}`)
  assert.deepEqual([...new Set(subjects)].length, subjects.length)
  assert.equal(got.filter((mail) => /dewi-surat/.test(JSON.stringify(mail.to))).length, 3)
})
