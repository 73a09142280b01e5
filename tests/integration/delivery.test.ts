import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { mostWrongCodes } from '../../src/office/delivery.ts'
import { askForDelivery } from '../../src/usecases/deliveries/ask-for-delivery.ts'
import { cancelDelivery, confirmDelivery, handToCourier, renewHandoverCode, takeBackFromCourier } from '../../src/usecases/deliveries/change-delivery.ts'
import { listDeliveries, readOwnDelivery } from '../../src/usecases/deliveries/read-delivery.ts'
import { readForDeliveryMail } from '../../src/usecases/deliveries/read-for-delivery-mail.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { approve, sign } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const home = { recipient: 'Dewi Lestari', phone: '0812 3456 7890', address: 'Jl. Cikini Raya 12, Menteng\nJakarta Pusat' }

let house: TestOffice
let lina: Visitor
let rina: Visitor
let sri: Visitor
before(async () => {
  house = await openTestOffice()
  ;[lina, rina, sri] = await Promise.all([house.staff('counter'), house.staff('verifier'), house.staff('head')])
})
after(() => house.close())

const command = () => randomUUID()

/** A sent application whose applicant wants the permit brought home. */
async function asked(): Promise<{ readonly dewi: Visitor; readonly application: string; readonly id: string }> {
  const dewi = await house.citizen()
  const { id: application } = await submitResearch(house.office, dewi)
  assert.deepEqual(await askForDelivery(house.office, dewi, { application, to: home, command: command() }), { ok: true })
  const delivery = await readOwnDelivery(house.office, dewi, application)
  assert.ok(delivery)
  return { dewi, application, id: delivery.id }
}

async function signed(): Promise<{ readonly dewi: Visitor; readonly application: string; readonly id: string }> {
  const all = await asked()
  await approve(house.office, rina, all.application)
  await sign(house.office, sri, all.application)
  return all
}

const onList = async (id: string) => {
  const list = await listDeliveries(house.office, lina, { unit: '3171' })
  assert.ok(list.ok)
  return list.items.find((item) => item.id === id)
}
const codeOf = async ({ dewi, application }: { readonly dewi: Visitor; readonly application: string }) => (await readOwnDelivery(house.office, dewi, application))!.code

test('Before the signature the paper does not leave and the counter sees no address; after it both may be', async () => {
  const { application, id } = await asked()
  const early = await onList(id)
  assert.deepEqual([early?.signed, early?.to], [false, null])
  assert.deepEqual(await handToCourier(house.office, lina, { id, command: command() }), { ok: false, refusal: { kind: 'NotSigned' } })
  await approve(house.office, rina, application)
  await sign(house.office, sri, application)
  assert.deepEqual((await onList(id))?.to, home)
  assert.deepEqual(await handToCourier(house.office, lina, { id, command: command() }), { ok: true })
})

test('The applicant sees that the counter read the address, once for a day of lists', async () => {
  const { dewi, application, id } = await signed()
  await onList(id)
  await onList(id)
  const seen = await trackApplication(house.office, dewi, application)
  assert.ok(seen.ok)
  assert.deepEqual(seen.view.own?.readers.filter((read) => read.what === 'delivery').map((read) => read.role), ['counter'])
})

test('The code of the applicant delivers, sent twice too, and the mail that the courier has left says it', async () => {
  const all = await signed()
  const { id } = all
  const code = await codeOf(all)
  await handToCourier(house.office, lina, { id, command: command() })
  assert.equal((await readForDeliveryMail(house.office, id))?.code, code)
  const once = command()
  assert.deepEqual(await confirmDelivery(house.office, lina, { id, code: code.replace(' ', '-'), command: once }), { ok: true })
  assert.deepEqual(await confirmDelivery(house.office, lina, { id, code: 'anything', command: once }), { ok: true })
  assert.equal(await onList(id), undefined)
  assert.equal((await readOwnDelivery(house.office, all.dewi, all.application))?.state, 'delivered')
})

test('Five wrong codes and no more: then only a new code of the applicant is heard, and the old one is worthless', async () => {
  const all = await signed()
  const { id } = all
  const code = await codeOf(all)
  const wrong = code === '000 000' ? '000 001' : '000 000'
  await handToCourier(house.office, lina, { id, command: command() })
  const sameCommand = command()
  for (let attempt = 0; attempt < 3; attempt++)
    assert.deepEqual(await confirmDelivery(house.office, lina, { id, code: wrong, command: sameCommand }), { ok: false, refusal: { kind: 'WrongCode' } }, 'a double click is one attempt')
  assert.equal((await onList(id))?.triesLeft, mostWrongCodes - 1)
  for (let attempt = 1; attempt < mostWrongCodes; attempt++) await confirmDelivery(house.office, lina, { id, code: wrong, command: command() })
  assert.deepEqual(await confirmDelivery(house.office, lina, { id, code, command: command() }), { ok: false, refusal: { kind: 'CodeBlocked' } })
  assert.deepEqual(await renewHandoverCode(house.office, lina, { id, command: command() }), { ok: false, refusal: { kind: 'NotFound' } }, 'an officer can make no code')
  assert.deepEqual(await renewHandoverCode(house.office, all.dewi, { id, command: command() }), { ok: true })
  assert.deepEqual(await confirmDelivery(house.office, lina, { id, code, command: command() }), { ok: false, refusal: { kind: 'WrongCode' } })
  assert.deepEqual(await confirmDelivery(house.office, lina, { id, code: await codeOf(all), command: command() }), { ok: true })
})

test('Typed in at two counters at once, twenty wrong codes are five attempts', async () => {
  const all = await signed()
  await handToCourier(house.office, lina, { id: all.id, command: command() })
  const agus = await house.staff('counter2')
  const code = (await codeOf(all)) === '000 000' ? '000 001' : '000 000'
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => confirmDelivery(house.office, at % 2 ? lina : agus, { id: all.id, code, command: command() })))
  const kinds = answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.kind))
  assert.equal(kinds.filter((kind) => kind === 'WrongCode').length, mostWrongCodes)
  assert.equal(kinds.filter((kind) => kind === 'CodeBlocked').length, 20 - mostWrongCodes)
})

test('What comes back is sent again; what is on its way is not cancelled', async () => {
  const { dewi, id } = await signed()
  await handToCourier(house.office, lina, { id, command: command() })
  assert.deepEqual(await cancelDelivery(house.office, dewi, { id, command: command() }), { ok: false, refusal: { kind: 'AlreadyLeft' } })
  assert.deepEqual(await takeBackFromCourier(house.office, lina, { id, command: command() }), { ok: true })
  assert.deepEqual(await cancelDelivery(house.office, dewi, { id, command: command() }), { ok: true })
})

test("Other people's deliveries and other units' are not there; a bad address is refused by its fields", async () => {
  const { dewi, application, id } = await signed()
  const other = await house.citizen()
  const gone = { ok: false, refusal: { kind: 'NotFound' } }
  assert.equal(await readOwnDelivery(house.office, other, application), null)
  assert.deepEqual(await cancelDelivery(house.office, other, { id, command: command() }), gone)
  assert.deepEqual(await askForDelivery(house.office, other, { application, to: home, command: command() }), gone)
  assert.deepEqual(await handToCourier(house.office, rina, { id, command: command() }), gone, 'a verifier serves no counter')
  assert.deepEqual(await handToCourier(house.office, dewi, { id, command: command() }), gone)
  assert.equal((await listDeliveries(house.office, lina, { unit: '3174' })).ok, false)
  assert.deepEqual(await askForDelivery(house.office, dewi, { application, to: home, command: command() }), { ok: false, refusal: { kind: 'AlreadyAsked' } })
  await cancelDelivery(house.office, dewi, { id, command: command() })
  const bad = await askForDelivery(house.office, dewi, { application, to: { recipient: ' ', phone: 'nomor saya', address: 'Jl.' }, command: command() })
  assert.deepEqual(bad, { ok: false, refusal: { kind: 'BadAddress', fields: ['recipient', 'phone', 'address'] } })
})

test('The database keeps the address sealed, and what happened to a delivery can not be rewritten', async () => {
  const { id } = await signed()
  const pool = house.database.openPool(1)
  const { rows } = await pool.query<{ address: Buffer }>('select address from office.deliveries where id = $1', [id])
  assert.ok(rows[0]!.address.byteLength > home.address.length)
  assert.ok(!rows[0]!.address.includes('Cikini'))
  await assert.rejects(pool.query('delete from office.delivery_events where delivery = $1', [id]), /permission denied|append-only/)
  await assert.rejects(pool.query('delete from office.deliveries where id = $1', [id]), /permission denied/)
})
