import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { delegationSeal, numberRun, numbersOf, permitSeal, readSeal, toBeSigned, type SealPublicKey, type VerifySignature } from './delegated-seal.ts'

const [office, delegate, stranger] = await Promise.all([keyPair(), keyPair(), keyPair()])
const keys = new Map([['office', office.open]])
const verify: VerifySignature = async (key, text, signature) => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  return crypto.subtle.verify(algorithm, await crypto.subtle.importKey('jwk', key, algorithm, false, ['verify']), Buffer.from(signature, 'base64url'), new TextEncoder().encode(text))
}

async function keyPair(): Promise<{ readonly key: CryptoKey; readonly open: SealPublicKey }> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  return { key: privateKey, open: { kty: 'EC', crv: 'P-256', x, y } }
}

const letters = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = async (text: string, { key }: { readonly key: CryptoKey }) => `${text}.${Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text))).toString('base64url')}`
const jws = (typ: string, kid: string, body: object, by: { readonly key: CryptoKey }) => signed(`${letters({ alg: 'ES256', kid, typ })}.${letters(body)}`, by)

const claims = { iss: 'https://kantor.example', jti: 'd-1', nbf: 1_000, exp: 2_000, unit: '3171', num: { 'izin-penelitian': numberRun('{seq:4}.IP.{unit}.{year}', { unit: '3171', year: '2026' }, 7, 3) }, cnf: { jwk: delegate.open } }
const facts = { iss: 'https://kantor.example', sub: '0008.IP.3171.2026', iat: 1_500, svc: 'izin-penelitian', unit: '3171', holder: 'Ayu 🏝' }
const delegation = await jws(delegationSeal, 'office', claims, office)
const permit = (change: object = {}, by = delegate) => signed(toBeSigned('d-1', { ...facts, ...change }), by)
const read = async (code: string) => readSeal(code, keys, verify).then((answer) => (answer.ok ? 'ok' : answer.reason))

test('A run of numbers is as the service writes them', () => {
  assert.deepEqual(numbersOf(claims.num['izin-penelitian']), ['0007.IP.3171.2026', '0008.IP.3171.2026', '0009.IP.3171.2026'])
})

test('A permit under a delegated key is read with the office’s key alone', async () => {
  const answer = await readSeal(`${await permit()}~${delegation}`, keys, verify)
  assert.ok(answer.ok)
  assert.deepEqual([answer.facts, answer.delegation?.jti], [facts, 'd-1'])
  assert.equal(await read(await jws(permitSeal, 'office', facts, office)), 'ok', 'as is one of the office’s own')
})

test('What was not delegated does not stand: another number, service, unit, office, or time', async () => {
  for (const change of [{ sub: '0010.IP.3171.2026' }, { svc: 'izin-usaha' }, { svc: 'constructor' }, { unit: '3174' }, { iss: 'https://lain.example' }, { iat: 999 }, { iat: 2_000 }, { iat: '1500' }])
    assert.equal(await read(`${await permit(change)}~${delegation}`), 'not-delegated', JSON.stringify(change))
})

test('Nobody but the office delegates, and nobody but the delegate signs', async () => {
  assert.equal(await read(`${await permit({}, stranger)}~${delegation}`), 'bad-signature')
  assert.equal(await read(`${await permit({}, stranger)}~${await jws(delegationSeal, 'office', { ...claims, cnf: { jwk: stranger.open } }, stranger)}`), 'bad-signature')
  assert.equal(await read(`${await permit()}~${await jws(delegationSeal, 'd-1', claims, delegate)}`), 'unknown-key', 'a delegate can not delegate')
  assert.equal(await read(`${await permit()}~${await jws(permitSeal, 'office', claims, office)}`), 'malformed', 'a permit is no delegation')
  assert.equal(await read(`${await permit()}~${delegation}~${delegation}`), 'malformed')
})

test('An algorithm that a header asks for is never believed', async () => {
  const body = (await permit()).split('.')[1]
  for (const alg of ['none', 'HS256', 'ES384']) assert.equal(await read(await signed(`${letters({ alg, kid: 'd-1', typ: permitSeal })}.${body}`, delegate).then((text) => `${text}~${delegation}`)), 'bad-signature', alg)
})

test('Whatever is in a code, reading it gives an answer; one changed letter is never sound', async () => {
  const code = `${await permit()}~${delegation}`
  await fc.assert(fc.asyncProperty(fc.string({ maxLength: 80, unit: 'grapheme' }), async (text) => (await read(text)) !== 'ok'))
  await fc.assert(
    fc.asyncProperty(fc.nat(code.length - 1), fc.constantFrom('A', 'b', '7', '-', '.', '~'), async (at, letter) => {
      // The last letter of each part carries bits that base64url leaves out.
      if (code[at] === letter || /^.(?:[.~]|$)/.test(code.slice(at))) return true
      return (await read(code.slice(0, at) + letter + code.slice(at + 1))) !== 'ok'
    }),
  )
})
