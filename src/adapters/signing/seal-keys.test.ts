import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CompactSign, compactVerify, createLocalJWKSet, decodeProtectedHeader, importJWK } from 'jose'
import { openSigning } from './index.ts'
import { withFolder } from './test-material.ts'

const facts = { n: '503/0001/IP/JS/2026', f: '2026-12-01', t: '2027-05-31', judul: 'Ωμέγα العربية' }

test('a plain JOSE library accepts a seal with nothing but the published keys', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const jws = await signing.sealJws(facts)
    const { kid, ...header } = decodeProtectedHeader(jws)
    assert.deepEqual(header, { alg: 'ES256', typ: 'permit+jws' })
    const keys = createLocalJWKSet(signing.jwks() as Parameters<typeof createLocalJWKSet>[0])
    const { payload, protectedHeader } = await compactVerify(jws, keys)
    assert.deepEqual(JSON.parse(new TextDecoder().decode(payload)), facts)
    assert.equal(protectedHeader.kid, kid)
    assert.deepEqual(await signing.verifyJws(jws), { ok: true, facts, delegation: null })
  }))

test('the published keys hold no private half', () =>
  withFolder(async (dir) => {
    for (const key of (await openSigning(dir)).jwks().keys)
      assert.deepEqual(Object.keys(key).toSorted(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  }))

test('one changed byte in any part of a seal is noticed', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const parts = (await signing.sealJws(facts)).split('.')
    for (let part = 0; part < 3; part++) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64url')
      for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 1
        const jws = parts.map((text, i) => (i === part ? changed.toString('base64url') : text)).join('.')
        assert.equal((await signing.verifyJws(jws)).ok, false, `part ${part}, byte ${at}`)
      }
    }
    const [header, , signature] = parts
    const forged = Buffer.from(JSON.stringify({ ...facts, t: '2099-01-01' })).toString('base64url')
    assert.deepEqual(await signing.verifyJws(`${header}.${forged}.${signature}`), { ok: false, reason: 'bad-signature' })
  }))

test('a seal of another office is unknown, and one that borrows our key id is bad', () =>
  withFolder(async (dir) =>
    withFolder(async (elsewhere) => {
      const ours = await openSigning(dir)
      const theirs = await openSigning(elsewhere)
      assert.deepEqual(await ours.verifyJws(await theirs.sealJws(facts)), { ok: false, reason: 'unknown-key' })
      const { kid } = decodeProtectedHeader(await ours.sealJws(facts))
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const header = { alg: 'ES256', kid, typ: 'permit+jws' }
      const forged = await new CompactSign(Buffer.from(JSON.stringify(facts))).setProtectedHeader(header).sign(privateKey)
      assert.deepEqual(await ours.verifyJws(forged), { ok: false, reason: 'bad-signature' })
    }),
  ))

test('no other algorithm passes: neither none, nor a MAC keyed with the public key', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const [key = {}] = signing.jwks().keys
    const { kid } = decodeProtectedHeader(await signing.sealJws(facts))
    const body = Buffer.from(JSON.stringify(facts)).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid, typ: 'permit+jws' })).toString('base64url')
    assert.equal((await signing.verifyJws(`${none}.${body}.`)).ok, false)
    const secret = await importJWK({ kty: 'oct', k: Buffer.from(JSON.stringify(key)).toString('base64url') }, 'HS256')
    const mac = await new CompactSign(Buffer.from(JSON.stringify(facts)))
      .setProtectedHeader({ alg: 'HS256', kid, typ: 'permit+jws' })
      .sign(secret)
    assert.deepEqual(await signing.verifyJws(mac), { ok: false, reason: 'bad-signature' })
  }))

test('whatever stands in a QR code, checking it gives an answer and never an error', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const [header, body] = (await signing.sealJws(facts)).split('.')
    const texts = ['', '.', '..', 'a.b.c', 'null', '{"a":1}', `${header}.${body}`, `${header}..`, `${header}.${body}.AAAA`, '\u0000', 'é.é.é', 'x'.repeat(100_000)]
    for (const text of texts) assert.equal((await signing.verifyJws(text)).ok, false, text.slice(0, 20))
    assert.deepEqual(await signing.verifyJws('a.b.c'), { ok: false, reason: 'malformed' })
  }))

test('a token that the office signed for another purpose is no permit', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const { kid } = decodeProtectedHeader(await signing.sealJws(facts))
    const [name = ''] = await readdir(join(dir, 'seals'))
    const key = await readFile(join(dir, 'seals', name), 'utf8')
    const token = await new CompactSign(Buffer.from('{}')).setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' }).sign(createPrivateKey(key))
    assert.deepEqual(await signing.verifyJws(token), { ok: false, reason: 'malformed' })
  }))

test('after a new seal key is added it seals, and permits under the old one still verify, even with its private half gone', () =>
  withFolder(async (dir) => {
    const before = await openSigning(dir)
    const old = await before.sealJws(facts)
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(join(dir, 'seals', '2099-01-01.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const after = await openSigning(dir)
    const fresh = await after.sealJws(facts)
    assert.notEqual(decodeProtectedHeader(fresh).kid, decodeProtectedHeader(old).kid)
    assert.equal(after.jwks().keys.length, 2)
    assert.ok((await after.verifyJws(old)).ok && (await after.verifyJws(fresh)).ok)

    const [first = ''] = (await readdir(join(dir, 'seals'))).toSorted()
    const path = join(dir, 'seals', first)
    await writeFile(path, createPublicKey(await readFile(path, 'utf8')).export({ type: 'spki', format: 'pem' }))
    const retired = await openSigning(dir)
    assert.ok((await retired.verifyJws(old)).ok)
  }))

test('a seal key that is damaged or of another kind is named, with what to do', () =>
  withFolder(async (dir) => {
    await openSigning(dir)
    const path = join(dir, 'seals', '2099-01-01.pem')
    await writeFile(path, 'nothing')
    await assert.rejects(openSigning(dir), /2099-01-01\.pem is damaged/)
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await assert.rejects(openSigning(dir), /not an EC key on the curve P-256/)
  }))
