import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createPublicKey, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { numbersOf, readDelegation, readSeal, toBeSigned, type SealPublicKey } from '../../src/office/counter/delegated-seal.ts'
import { verifyDevice } from '../../src/adapters/counter/verify-device.ts'
import { delegateSigning, listDelegations, revokeDelegation } from '../../src/usecases/counter/delegate-signing.ts'
import { permitsToSign, type PermitToSign } from '../../src/usecases/counter/permits-to-sign.ts'
import { listOpenRecords, resolveRecord } from '../../src/usecases/counter/resolve-record.ts'
import { checkSeal, verifyPermit } from '../../src/usecases/verify-permit.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { newDevice, type CounterDevice } from '../support/counter-device.ts'
import { approve, sign } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { changedResearch, offering } from '../support/sample-services.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

const hour = 3_600_000
let house: TestOffice
let [rina, sri]: Visitor[] = []
before(async () => {
  house = await openTestOffice()
  ;[rina, sri] = [await house.staff('verifier'), await house.staff('head')]
})
after(() => house.close())

type Signer = { readonly device: CounterDevice; readonly id: string; readonly jws: string; readonly key: CryptoKey; readonly numbers: string[] }

/** A head's device with a key that may sign for so many hours and permits. */
async function delegated({ hours = 8, most = 3 } = {}): Promise<Signer> {
  house.setNow(workday)
  const device = await newDevice(house.office, sri!, '3171')
  await device.meet(house.office, sri!)
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const command = randomUUID()
  const found = await house.office.store.transaction((tx) => tx.counterDevice(device.id))
  const made = await delegateSigning(house.office, sri!, found!, { publicKey: await crypto.subtle.exportKey('jwk', publicKey), proof: await signature(privateKey, command), hours, most, command })
  assert.ok(made.ok, JSON.stringify(made))
  const claims = readDelegation(JSON.parse(Buffer.from(made.delegation.jws.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>)
  return { device, id: command, jws: made.delegation.jws, key: privateKey, numbers: [...numbersOf(claims!.num['izin-penelitian']!)] }
}

const signature = async (key: CryptoKey, text: string) => Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text))).toString('base64url')

/** A case that was checked and waits for the head. */
async function waiting(): Promise<string> {
  house.setNow(workday)
  const { id } = await submitResearch(house.office, await house.citizen())
  await approve(house.office, rina!, id)
  return id
}

async function toSign({ device, id }: Signer, application: string): Promise<PermitToSign> {
  const found = await house.office.store.transaction((tx) => tx.counterDevice(device.id))
  const read = await permitsToSign(house.office, sri!, found!, { delegation: id, has: {} })
  assert.ok(read.ok)
  const permit = read.toSign.permits.find((each) => each.application.id === application)
  assert.ok(permit, 'the case waits for a signature')
  const again = await permitsToSign(house.office, sri!, found!, { delegation: id, has: { [application]: permit.application.version } })
  assert.ok(again.ok && again.toSign.keep.includes(application) && !again.toSign.permits.some((each) => each.application.id === application), 'what the device has is not looked at again')
  return permit
}

/** Signs on the device, an hour after it was cut off; gives the code on the paper. */
async function signAlone(signer: Signer, permit: PermitToSign, change: object = {}): Promise<{ readonly number: string; readonly code: string }> {
  signer.device.now = workday + hour
  const number = signer.numbers.shift()!
  const text = toBeSigned(signer.id, { iss: house.office.origin, sub: number, iat: (workday + hour) / 1000, ...permit.claims, ...change })
  const seal = `${text}.${await signature(signer.key, text)}`
  await signer.device.does(sri!, { kind: 'sign', application: permit.application.id, seen: permit.seen, delegation: signer.id, permit: number, seal })
  return { number, code: `${seal}~${signer.jws}` }
}

const officeKeys = () => new Map((house.office.jwks().keys as readonly (SealPublicKey & { kid: string })[]).map(({ kid, kty, crv, x, y }) => [kid, { kty, crv, x, y }]))
const sync = async (signer: Signer) => {
  house.setNow(workday + 2 * hour)
  return (await signer.device.sync(house.office)).answers.map(({ verdict, answer }) => ('reason' in answer ? answer.reason.kind : verdict))
}

test('A permit that was signed on the device is verified at once with the office’s public key alone, and is in the register after the sync', async () => {
  const signer = await delegated()
  const application = await waiting()
  const { number, code } = await signAlone(signer, await toSign(signer, application))
  const read = await readSeal(code, officeKeys(), verifyDevice)
  assert.ok(read.ok && read.delegation?.jti === signer.id, JSON.stringify(read))
  assert.equal((await verifyPermit(house.office, number)).status, 'awaited')
  assert.equal(await checkSeal(house.office, number, code), 'genuine')
  assert.deepEqual(await sync(signer), ['accepted'])
  const view = await verifyPermit(house.office, number)
  assert.ok('service' in view, view.status)
  assert.equal(view.signedAt, workday + hour, 'it was signed when the device signed it')
  assert.deepEqual([await checkSeal(house.office, number, code), await checkSeal(house.office, 'X', code)], ['genuine', 'other-permit'])
  const row = await house.office.store.transaction((tx) => tx.permit(number))
  assert.equal(row?.application, application)
  assert.equal(row?.signer, sri!.person)
  const listed = await listDelegations(house.office, sri!, '3171')
  assert.equal(listed.ok && listed.delegations.find(({ id }) => id === signer.id)?.used, 1)
})

test('Openssl, which knows nothing of this office, says the same of both signatures', async () => {
  const signer = await delegated()
  const { code } = await signAlone(signer, await toSign(signer, await waiting()))
  const [permit = '', delegation = ''] = code.split('~')
  const claims = readDelegation(JSON.parse(Buffer.from(delegation.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>)!
  const dir = await mkdtemp(join(tmpdir(), 'sign-alone-'))
  const [office] = [...(officeKeys()).values()]
  try {
    for (const [jws, key] of [[delegation, office!], [permit, claims.cnf.jwk]] as const) {
      const [head, body, end = ''] = jws.split('.')
      await writeFile(join(dir, 'key.pem'), createPublicKey({ key: { ...key }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
      await writeFile(join(dir, 'signature.der'), derOf(Buffer.from(end, 'base64url')))
      const verify = (text: string) => writeFile(join(dir, 'text'), text).then(() => execFileSync('openssl', ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature.der', 'text'], { cwd: dir, encoding: 'utf8', stdio: 'pipe' }))
      assert.match(await verify(`${head}.${body}`), /Verified OK/)
      await assert.rejects(verify(`${head}.${body}x`))
    }
  } finally {
    await rm(dir, { recursive: true })
  }
})

/** The two numbers of an ECDSA signature as openssl reads them: DER integers in a sequence. */
function derOf(pair: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const short = bytes.subarray(Math.max(0, bytes.findIndex((byte) => byte !== 0)))
    const positive = (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short
    return Buffer.concat([Buffer.of(2, positive.length), positive])
  }
  const both = Buffer.concat([integer(pair.subarray(0, 32)), integer(pair.subarray(32))])
  return Buffer.concat([Buffer.of(0x30, both.length), both])
}

test('After the key was revoked nothing that it signed comes into the register, and the register says that the number is not valid', async () => {
  const signer = await delegated()
  const { number } = await signAlone(signer, await toSign(signer, await waiting()))
  assert.deepEqual(await revokeDelegation(house.office, rina!, { id: signer.id }), { ok: false, refusal: { kind: 'NotFound' } }, 'a verifier revokes nothing')
  assert.ok((await revokeDelegation(house.office, sri!, { id: signer.id })).ok)
  assert.equal((await verifyPermit(house.office, number)).status, 'void')
  assert.deepEqual(await sync(signer), ['DelegationRevoked'])
  assert.equal((await verifyPermit(house.office, number)).status, 'void')
  const list = await listOpenRecords(house.office, sri!, '3171')
  const item = list.ok ? list.items.find((each) => each.does?.kind === 'sign' && each.does.permit === number) : null
  assert.deepEqual(item?.can, ['give-up'])
  assert.ok((await resolveRecord(house.office, sri!, { hash: item!.hash, what: 'give-up', reason: 'Perangkat hilang.' })).ok)
})

test('A case that was signed at the office meanwhile is not signed again', async () => {
  const signer = await delegated()
  const application = await waiting()
  const { number } = await signAlone(signer, await toSign(signer, application))
  house.setNow(workday + hour)
  await sign(house.office, sri!, application)
  assert.deepEqual(await sync(signer), ['CaseMoved'])
  assert.equal((await verifyPermit(house.office, number)).status, 'void')
})

test('A number that is used twice, and other words than the case’s, do not stand', async () => {
  const capped = await delegated({ most: 1 })
  const [one, two] = [await waiting(), await waiting()]
  const [first, second] = [await toSign(capped, one), await toSign(capped, two)]
  const { number } = await signAlone(capped, first)
  capped.numbers.push(number)
  await signAlone(capped, second)
  assert.deepEqual(await sync(capped), ['accepted', 'NumberUsed'])
  assert.ok('service' in (await verifyPermit(house.office, number)), 'the permit that was first stays valid')
  const signer = await delegated()
  const forged = await signAlone(signer, await toSign(signer, await waiting()), { until: '2099-12-31' })
  assert.deepEqual(await sync(signer), ['SealWrong'])
  assert.equal((await verifyPermit(house.office, forged.number)).status, 'void')
})

test('A code is sound only whole: another key, another number, a changed word or a swapped delegation are told', async () => {
  const [signer, other] = [await delegated(), await delegated()]
  const permit = await toSign(signer, await waiting())
  const keys = officeKeys()
  const { code } = await signAlone(signer, permit)
  const reads = async (text: string) => readSeal(text, keys, verifyDevice).then((read) => (read.ok ? 'ok' : read.reason))
  assert.equal(await reads(code), 'ok')
  assert.equal(await reads(`${code.split('~')[0]}~${other.jws}`), 'unknown-key')
  assert.equal(await reads(code.split('~')[0]!), 'unknown-key', 'without the delegation it is nobody’s')
  assert.equal(await reads(code.split('~')[1]!), 'malformed', 'a delegation is no permit')
  const foreign = { ...signer, numbers: [other.numbers[0]!] }
  assert.equal(await reads((await signAlone(foreign, permit)).code), 'not-delegated')
  assert.equal(await reads((await signAlone(signer, permit, { iat: (workday + 9 * hour) / 1000 })).code), 'not-delegated')
  assert.equal(await reads((await signAlone({ ...signer, key: other.key }, permit)).code), 'bad-signature')
})

test('Only a head has a key delegated, with a proof that it is theirs, and for no longer than a day', async () => {
  const device = await newDevice(house.office, sri!, '3171')
  const found = (await house.office.store.transaction((tx) => tx.counterDevice(device.id)))!
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const command = randomUUID()
  const request = { publicKey: await crypto.subtle.exportKey('jwk', publicKey), proof: await signature(privateKey, command), hours: 8, most: 3, command }
  const refused = async (visitor: Visitor, change: object) => delegateSigning(house.office, visitor, found, { ...request, ...change }).then((made) => (made.ok ? 'made' : made.refusal.kind))
  assert.deepEqual([await refused(rina!, {}), await refused(sri!, { hours: 25 }), await refused(sri!, { most: 51 }), await refused(sri!, { proof: 'AAAA' })], ['NoDuty', 'OutOfBounds', 'OutOfBounds', 'KeyUnknown'])
  assert.deepEqual([await refused(sri!, {}), await refused(sri!, {})], ['made', 'made'])
  const { rows } = await house.database.openPool(1).query<{ count: number }>('select count(*)::int as count from delegated_numbers where delegation = $1', [command])
  assert.equal(rows[0]?.count, 3, 'asked twice, its numbers are lent once')
})

test('A service that does not allow it is not delegated', async () => {
  const off = await offering(house.office, await changedResearch((files) => ({ ...files, 'service.yaml': files['service.yaml']!.replace('offline_signing: true', 'offline_signing: false') })), house)
  assert.equal(off.services.list()[0]?.offlineSigning, false)
  const device = await newDevice(house.office, sri!, '3171')
  const found = (await house.office.store.transaction((tx) => tx.counterDevice(device.id)))!
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const command = randomUUID()
  const request = { publicKey: await crypto.subtle.exportKey('jwk', publicKey), proof: await signature(privateKey, command), hours: 8, most: 3, command }
  assert.deepEqual(await delegateSigning(off, sri!, found, request), { ok: false, refusal: { kind: 'NoService' } })
})
