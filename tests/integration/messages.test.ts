import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { openDispatch } from '../../src/adapters/jobs/dispatch.ts'
import { openTextLine } from '../../src/adapters/texts/open-text-line.ts'
import { signatureHeader, signWebhook, timeHeader } from '../../src/adapters/texts/sign-webhook.ts'
import type { SandboxText } from '../../src/adapters/texts/sandbox-server.ts'
import { startTextSandbox, type TextSandbox } from '../../src/adapters/texts/start-text-sandbox.ts'
import type { Job } from '../../src/usecases/ports.ts'
import { luhn } from '../../src/office/numbers.ts'
import { placesOf } from '../../src/office/messages/gsm-text.ts'
import { addPhone, confirmPhone, readContact, removePhone, saveChoices } from '../../src/usecases/messages/change-contact.ts'
import { readMessages } from '../../src/usecases/messages/read-messages.ts'
import { trackingCode } from '../../src/usecases/tracking-code.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { bookingTimes } from '../../src/usecases/booking/booking-days.ts'
import { confirmBooking } from '../../src/usecases/booking/change-booking.ts'
import { chooseSlot } from '../../src/usecases/booking/choose-slot.ts'
import { lookAhead } from '../../src/usecases/booking/offer-later-slot.ts'
import { withdrawApplication } from '../../src/usecases/withdraw-application.ts'
import { submitResearch } from '../support/research.ts'
import { serveTestOffice, type ServedOffice } from '../support/served-office.ts'
import { workday } from '../support/test-office.ts'

const minute = 60_000
const mails: string[] = []
const refused = 'ditolak@warga.example'
let server: SMTPServer
let sandbox: TextSandbox
let house: ServedOffice
let owner: pg.Client
let worker: { stop(): Promise<void> }

before(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(address === refused ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
      stream.resume().on('end', () => {
        mails.push(...session.envelope.rcptTo.map(({ address }) => address))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sandbox = await startTextSandbox({ webhooks: '', timeoutMs: 1_000 })
  house = await serveTestOffice(workday, { smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, texts: sandbox.settings })
  await sandbox.misbehave({ webhooks: house.origin })
  owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
  worker = await house.opened.startWorker()
})
after(async () => {
  await worker?.stop()
  await owner?.end()
  await house?.close()
  await sandbox?.stop()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})
beforeEach(async () => {
  house.setNow(workday)
  await sandbox.misbehave({ fault: 'none' })
})

let phones = 0
const newPhone = () => `+62812${String(77_000_010 + ++phones * 10)}`
/** Numbers of the country and of the sandbox: what a phone got, the oldest first. */
const got = async (phone: string) => (await sandbox.texts()).filter((text) => text.direction === 'to-phone' && text.phone === phone).reverse()

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let wait = 0; wait < 300; wait++) {
    const found = await look()
    if (found) return found
    await sleep(50)
  }
  throw new Error(`It did not come: ${what}`)
}

const nth = (phone: string, index: number): Promise<SandboxText> => until(`text ${index} to ${phone}`, async () => (await got(phone))[index])

/** A citizen whose phone is proved by the code that came to it, and who has chosen texts. */
async function withPhone(phone: string, choices: Partial<{ channel: string; locale: string; from: string; until: string }> = {}, email?: string): Promise<Visitor> {
  const visitor = await house.citizen(email)
  assert.deepEqual(await addPhone(house.office, visitor, phone), { ok: true })
  const { text } = await nth(phone, 0)
  assert.deepEqual(await confirmPhone(house.office, visitor, /^\d{6}/.exec(text)?.[0] ?? ''), { ok: true })
  assert.deepEqual(await saveChoices(house.office, visitor, { channel: 'sms', locale: 'id', from: '21:00', until: '07:00', ...choices }), { ok: true })
  return visitor
}

/** Time passes for the office. */
const pass = (ms: number) => house.setNow(house.office.now() + ms)

/** What waits in the queue looks whether it is time: the queue's own clock does not move with the office's. */
const nudge = () => owner.query("update graphile_worker._private_jobs set run_at = now() where key like 'sending-%' and locked_at is null")

const states = async (visitor: Visitor, id: string, kind = 'mail.receipt') =>
  (await readMessages(house.office, visitor, id)).find((message) => message.kind === kind)?.attempts.map(({ channel, state }) => `${channel} ${state}`) ?? []
const settled = (visitor: Visitor, id: string, expected: readonly string[], kind?: string) =>
  until(`${expected.join()}`, async () => (await nudge()) && JSON.stringify(await states(visitor, id, kind)) === JSON.stringify(expected)).catch(async () => assert.deepEqual(await states(visitor, id, kind), expected))
const emailOf = (visitor: Visitor) => (visitor.kind === 'citizen' ? visitor.email : '')
const webhook = (path: string, fields: object, how: { readonly secret?: string; readonly ago?: number } = {}) => {
  const [body, seconds] = [JSON.stringify(fields), String(Math.floor(Date.now() / 1000) - (how.ago ?? 0))]
  return fetch(`${house.origin}/api/texts/${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', [timeHeader]: seconds, [signatureHeader]: signWebhook(how.secret ?? sandbox.settings.secret, seconds, body) } }).then(({ status }) => status)
}

test('A number is proved by the code that comes to it, and only its end is shown', async () => {
  const [phone, dewi] = [newPhone(), await house.citizen()]
  assert.deepEqual(await addPhone(house.office, dewi, '021 555'), { ok: false, refusal: { kind: 'BadPhone' } })
  await addPhone(house.office, dewi, phone)
  const code = /^\d{6}/.exec((await nth(phone, 0)).text)?.[0] ?? ''
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  assert.deepEqual(await confirmPhone(house.office, dewi, wrong), { ok: false, refusal: { kind: 'WrongCode' } })
  assert.deepEqual(await saveChoices(house.office, dewi, { channel: 'sms', locale: 'id', from: '21:00', until: '07:00' }), { ok: false, refusal: { kind: 'NoSuchChannel' } }, 'not before it is proved')
  assert.deepEqual(await confirmPhone(house.office, dewi, code), { ok: true })
  const contact = await readContact(house.office, dewi)
  assert.deepEqual([contact.phone, contact.channel, contact.pending], [`+62 ••• ${phone.slice(-3)}`, 'mail', null])
  assert.deepEqual(await confirmPhone(house.office, dewi, code), { ok: false, refusal: { kind: 'NoCode' } }, 'a code counts once')
})

test('Codes can not be guessed, nor sent to a stranger’s phone without end', async () => {
  const [phone, dewi] = [newPhone(), await house.citizen()]
  await addPhone(house.office, dewi, phone)
  const code = /^\d{6}/.exec((await nth(phone, 0)).text)?.[0] ?? ''
  for (let wrong = 1; wrong <= 5; wrong++) await confirmPhone(house.office, dewi, String((Number(code) + wrong) % 1_000_000).padStart(6, '0'))
  assert.deepEqual(await confirmPhone(house.office, dewi, code), { ok: false, refusal: { kind: 'NoCode' } })
  const kinds: string[] = []
  for (let round = 0; round < 5; round++) {
    const asked = await addPhone(house.office, await house.citizen(), phone)
    kinds.push(asked.ok ? 'ok' : asked.refusal.kind)
  }
  assert.deepEqual(kinds, ['ok', 'ok', 'ok', 'TooMany', 'TooMany'])
})

test('The receipt comes by text to who chose so, once however often its job runs, and the page says that it arrived', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  const { id, number } = await submitResearch(house.office, dewi)
  const { text } = await nth(phone, 1)
  assert.match(text, new RegExp(`^${number} kami terima\\. Kode: ${trackingCode(house.office, id)}\\. Diputus paling lambat .+WIB`))
  assert.ok((placesOf(text) ?? 161) <= 160, text)
  await settled(dewi, id, ['sms delivered'])
  // As after a crash between sending and writing down: the same job again, on two nodes at once.
  const { rows } = await owner.query<{ id: string; once: string; job: Job }>('select id, once, job from office.messages where application = $1', [id])
  const [row] = rows
  assert.ok(row)
  const again = openDispatch(house.office, null, openTextLine(sandbox.settings))
  await Promise.all([again.begin(row.job, row.once.replace(/-0$/, ''), 'text'), again.begin(row.job, row.once.replace(/-0$/, ''), 'text'), again.goOn(row.id, 'text')])
  assert.equal((await openTextLine(sandbox.settings).send({ id: `${row.id}:0`, channel: 'sms', to: phone, text })).ok, true, 'a provider knows what it was given')
  assert.equal((await got(phone)).length, 2, 'the code and one receipt')
  assert.equal((await owner.query('select from office.messages where application = $1', [id])).rowCount, 1)
  assert.ok(!mails.includes(emailOf(dewi)))
})

test('The number alone is enough from one’s own phone; anybody else needs the receipt’s code, and learns not even whether the number exists', async () => {
  const [phone, stranger] = [newPhone(), newPhone()]
  const dewi = await withPhone(phone, { channel: 'mail' })
  const { id, number } = await submitResearch(house.office, dewi)
  await sandbox.write({ phone, text: `cek ${number.toLowerCase().replaceAll('-', ' ')} terima kasih` })
  const own = await nth(phone, 1)
  assert.match(own.text, new RegExp(`^${number}: berkas sedang diperiksa\\. Diputus paling lambat`))
  assert.ok((placesOf(own.text) ?? 161) <= 160, own.text)
  await settled(dewi, id, ['sms delivered'], 'text-answer')
  assert.doesNotMatch(own.text, /Dewi|3171065203010004|Cikini/)
  await sandbox.write({ phone: stranger, text: `STATUS ${number}` })
  const told = await nth(stranger, 0)
  await sandbox.write({ phone: stranger, text: `STATUS ${number} AAAA-BBBB` })
  const guessed = await nth(stranger, 1)
  const nobodys = `${number.slice(0, 6)}999999-`
  const check = luhn(nobodys)
  await sandbox.write({ phone: stranger, text: `STATUS ${nobodys}${check}` })
  const unknown = await nth(stranger, 2)
  assert.match(told.text, /^Kirim nomor dan kode di tanda terima/)
  assert.deepEqual([guessed.text, unknown.text], [told.text, told.text])
  await sandbox.write({ phone: stranger, text: `please check ${number} ${trackingCode(house.office, id)}` })
  assert.match((await nth(stranger, 3)).text, new RegExp(`^${number}: papers are being checked\\. Decided by .+ Nothing to do now\\.$`))
})

test('Whatever else is written gets a sentence that helps, a wrong digit a sentence that says so', async () => {
  const phone = newPhone()
  for (const text of ['halo', 'hello, help please', 'CEK IP-26-000123-0', 'CEK IP-26-000123-1']) await sandbox.write({ phone, text })
  await nth(phone, 3)
  const texts = (await got(phone)).map(({ text }) => text).sort()
  assert.equal(texts.filter((text) => text.startsWith('Satu Pintu.')).length, 2, texts.join('\n'))
  assert.ok(texts.some((text) => text.startsWith('Nomor ini tidak benar')))
  for (const text of texts) assert.ok((placesOf(text) ?? 161) <= 160, text)
})

test('A text that is brought twice gets one answer; one that is forged, changed or old gets none', async () => {
  const phone = newPhone()
  await sandbox.misbehave({ fault: 'twice' })
  await sandbox.write({ phone, text: 'halo' })
  const id = randomUUID()
  assert.equal(await webhook('incoming', { id, channel: 'sms', from: phone, text: 'halo lagi' }), 204)
  assert.equal(await webhook('incoming', { id, channel: 'sms', from: phone, text: 'halo lagi' }), 204)
  const statuses = [
    await webhook('incoming', { id: randomUUID(), channel: 'sms', from: phone, text: 'palsu' }, { secret: 'lain' }),
    await webhook('incoming', { id: randomUUID(), channel: 'sms', from: phone, text: 'lama' }, { ago: 301 }),
    await fetch(`${house.origin}/api/texts/incoming`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }).then(({ status }) => status),
    await webhook('incoming', { id: 7 }),
    await webhook('incoming', { id: 'x', text: 'x'.repeat(20_000) }),
  ]
  assert.deepEqual(statuses, [401, 401, 401, 400, 413])
  await nth(phone, 1)
  await sandbox.write({ phone, text: 'terakhir' })
  await nth(phone, 2)
  assert.equal((await got(phone)).length, 3, 'three texts, three answers')
})

test('A report that bounces sends the message by mail; that the text came after all is told as well', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await sandbox.misbehave({ fault: 'bounces' })
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['sms bounced', 'mail handed-over'])
  assert.ok(mails.includes(emailOf(dewi)))
  const [message] = (await owner.query('select id from office.messages where application = $1', [id])).rows
  assert.equal(await webhook('reports', { id: `${message.id}:0`, status: 'delivered' }, { secret: 'lain' }), 401)
  assert.deepEqual(await states(dewi, id), ['sms bounced', 'mail handed-over'], 'a forged report changes nothing')
  for (let round = 0; round < 2; round++) assert.equal(await webhook('reports', { id: `${message.id}:0`, status: 'delivered' }), 204)
  assert.deepEqual(await states(dewi, id), ['sms delivered', 'mail handed-over'])
  for (const stray of [`${message.id}:1`, `${message.id}:7`, `${randomUUID()}:0`, 'x']) assert.equal(await webhook('reports', { id: stray, status: 'failed' }), 204)
  assert.deepEqual(await states(dewi, id), ['sms delivered', 'mail handed-over'], 'reports of what is not theirs change nothing')
})

test('A report that comes before the provider’s own answer counts', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await sandbox.misbehave({ fault: 'early' })
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['sms delivered'])
})

test('When no report comes in time the message goes by mail, once; a late report is noted', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await sandbox.misbehave({ fault: 'held' })
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['sms handed-over'])
  pass(9 * minute)
  await settled(dewi, id, ['sms handed-over'])
  pass(2 * minute)
  await settled(dewi, id, ['sms handed-over', 'mail handed-over'])
  pass(60 * minute)
  await sandbox.misbehave({ release: 'yes' })
  await settled(dewi, id, ['sms delivered', 'mail handed-over'])
  assert.equal(mails.filter((to) => to === emailOf(dewi)).length, 1)
})

for (const [fault, words] of [['broken', 'answers with an error'], ['away', 'hangs up'], ['slow', 'does not answer']] as const)
  test(`When the provider ${words} it is asked again, and after patience the message goes by mail`, async () => {
    const phone = newPhone()
    const dewi = await withPhone(phone)
    await sandbox.misbehave({ fault })
    const { id } = await submitResearch(house.office, dewi)
    await settled(dewi, id, ['sms trouble'])
    pass(11 * minute)
    await settled(dewi, id, ['sms trouble', 'mail handed-over'])
    assert.equal((await got(phone)).length, 1, 'only the code from before')
  })

test('A provider that comes back within patience gets the message', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await sandbox.misbehave({ fault: 'away' })
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['sms trouble'])
  await sandbox.misbehave({ fault: 'none' })
  pass(2 * minute)
  await settled(dewi, id, ['sms delivered'])
})

test('A number that the provider refuses gets its messages by mail at once', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await sandbox.misbehave({ fault: 'refuses' })
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['sms bounced', 'mail handed-over'])
})

test('Mail that is refused for good goes on by text', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone, { channel: 'mail' }, refused)
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['mail bounced', 'sms delivered'])
})

test('In quiet hours a text waits for the morning, an answer does not', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  house.setNow(Date.parse('2026-11-24T15:00:00Z'))
  const { id, number } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['sms waiting'])
  await sandbox.write({ phone, text: number })
  assert.match((await nth(phone, 1)).text, /diperiksa|tanda tangan/)
  assert.equal((await got(phone)).length, 2, 'no receipt in the night')
  house.setNow(Date.parse('2026-11-25T00:00:00Z'))
  await settled(dewi, id, ['sms delivered'])
})

test('STOP ends texts but not answers, START brings them back', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await sandbox.write({ phone, text: 'Berhenti' })
  assert.match((await nth(phone, 1)).text, /tidak lagi mendapat SMS/)
  const { id, number } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['mail handed-over'])
  await sandbox.write({ phone, text: number })
  assert.match((await nth(phone, 2)).text, /diperiksa/)
  await sandbox.write({ phone, text: 'mulai' })
  await nth(phone, 3)
  await withdrawApplication(house.office, dewi, { id, command: randomUUID() })
  await settled(dewi, id, ['sms delivered'], 'mail.withdrawn')
})

test('A visit booked is told by text; that it would be for nothing by mail and by text, whatever was chosen', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone, { channel: 'whatsapp' })
  const { id } = await submitResearch(house.office, dewi)
  const times = await bookingTimes(house.office, { place: 'jakarta-pusat', desk: 'pickup', date: '2026-11-26' })
  const slot = times.ok ? times.view.times.find(({ from }) => from === '09:00')?.slot : undefined
  const chosen = await chooseSlot(house.office, dewi, { slot: slot ?? 0, application: id, command: randomUUID() })
  assert.ok(chosen.ok)
  assert.ok((await confirmBooking(house.office, dewi, { booking: chosen.booking, command: randomUUID() })).ok)
  await settled(dewi, id, ['whatsapp delivered'], 'booking-mail.booked')
  house.setNow(Date.parse('2026-11-25T08:00:00Z'))
  await lookAhead(house.office)
  const offers = async () => (await readMessages(house.office, dewi, id)).filter(({ kind }) => kind === 'pickup-mail.offer').flatMap(({ attempts }) => attempts.map(({ channel, state }) => `${channel} ${state}`)).sort()
  await until('both offers', async () => (await nudge()) && (await offers()).join() === 'mail handed-over,whatsapp delivered').catch(async () => assert.deepEqual(await offers(), ['mail handed-over', 'whatsapp delivered']))
  assert.match((await got(phone)).at(-1)?.text ?? '', /belum siap pada Kam, 26 Nov, 09\.00 WIB/)
})

test('Who writes without end hears nothing after a time, on all nodes; STOP counts all the same', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  for (let round = 0; round < 24; round++) assert.equal(await webhook('incoming', { id: randomUUID(), channel: 'sms', from: phone, text: `halo ${round}` }), 204)
  const { rows } = await owner.query("select answer, count(*)::int as count from office.incoming_texts where sender_digest = $1 group by 1 order by 1", [house.office.seals.mac('phone', phone)])
  assert.deepEqual(rows, [{ answer: 'help', count: 20 }, { answer: 'silence', count: 4 }])
  assert.equal(await webhook('incoming', { id: randomUUID(), channel: 'sms', from: phone, text: 'stop' }), 204)
  assert.equal((await readContact(house.office, dewi)).stopped, true)
  await nth(phone, 20)
  assert.ok(!(await got(phone)).some(({ text }) => /tidak lagi mendapat SMS/.test(text)))
  assert.equal(await (await house.secondNode()).allow('text', house.office.seals.mac('phone', phone)), false)
})

test('A number that is removed is forgotten, and messages go by mail', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone)
  await removePhone(house.office, dewi)
  const { id, number } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['mail handed-over'])
  await sandbox.write({ phone, text: number })
  assert.match((await nth(phone, 1)).text, /^Kirim nomor dan kode/)
  assert.equal((await readContact(house.office, dewi)).phone, null)
})

test('No number stands in clear in any table, nor what people wrote; and nobody may rewrite the record', async () => {
  const { rows: tables } = await owner.query("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('office', 'graphile_worker', 'identity')")
  for (const { name } of tables) {
    const { rows } = await owner.query(`select count(*)::int as count from ${name} t where t::text ~ '8127700|terima kasih'`)
    assert.equal(rows[0].count, 0, name)
  }
  const app = house.database.openPool(1)
  for (const table of ['messages', 'message_facts', 'incoming_texts']) await assert.rejects(app.query(`delete from ${table}`), /permission denied/)
})

test('When the provider is dead for good everything goes by mail, and the doctor says so', async () => {
  const phone = newPhone()
  const dewi = await withPhone(phone, { channel: 'whatsapp' })
  assert.equal((await house.office.examine('en')).find(({ id }) => id === 'texts')?.status, 'ok')
  await sandbox.kill()
  const { id } = await submitResearch(house.office, dewi)
  await settled(dewi, id, ['whatsapp trouble'])
  pass(11 * minute)
  await settled(dewi, id, ['whatsapp trouble', 'mail handed-over'])
  const check = (await house.office.examine('en')).find(({ id }) => id === 'texts')
  assert.equal(check?.status, 'warn')
  assert.match(check?.message ?? '', /does not answer \(ECONNREFUSED\)\. Messages go by e-mail meanwhile/)
})
