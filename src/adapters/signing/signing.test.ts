import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readdir, readFile, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSigning, SigningRefused } from './index.ts'
import type { RefusalReason } from './index.ts'
import { makeIdentity, rsa, smallPdf, withFolder, without } from './test-material.ts'

const p256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

test('the first start makes an identity for the office that nobody else can read, and later starts keep it', () =>
  withFolder(async (dir) => {
    const first = await openSigning(dir, { officeName: 'DPMPTSP Kota Contoh' })
    assert.equal(first.certificate.subject, 'C=ID, O=DPMPTSP Kota Contoh, CN=DPMPTSP Kota Contoh')
    assert.match(first.certificate.issuer, /CN=Satu Pintu local root$/)
    assert.equal(first.certificate.selfSigned, true)
    assert.match(first.certificate.fingerprint, /^[0-9a-f]{64}$/)
    const again = await openSigning(dir, { officeName: 'Another name' })
    assert.deepEqual(again.certificate, first.certificate)
    assert.deepEqual(again.jwks(), first.jwks())
    assert.equal(again.mac('track', 'x'), first.mac('track', 'x'))
    const names = await readdir(dir, { recursive: true, withFileTypes: true })
    for (const file of names.filter((entry) => entry.isFile()))
      assert.equal((await stat(join(file.parentPath, file.name))).mode & 0o777, 0o600, file.name)
    assert.equal((await stat(dir)).mode & 0o777, 0o700)
  }))

test('starts at the same moment agree on one identity', () =>
  withFolder(async (dir) => {
    const all = await Promise.all(Array.from({ length: 6 }, () => openSigning(dir)))
    assert.equal(new Set(all.map((signing) => signing.certificate.fingerprint)).size, 1)
    assert.equal(new Set(all.map((signing) => JSON.stringify(signing.jwks()))).size, 1)
    assert.equal(new Set(all.map((signing) => signing.mac('a', 'b'))).size, 1)
  }))

test('a start that was killed between any two files is mended by the next', () =>
  withFolder(async (dir) => {
    await openSigning(dir)
    const seal = await readdir(join(dir, 'seals'))
    const undo = [
      async () => unlink(join(dir, 'office.pem')),
      async () => unlink(join(dir, 'seals', seal[0] ?? '')),
      async () => rm(join(dir, 'seals'), { recursive: true }),
      async () => unlink(join(dir, 'mac.key')),
    ]
    for (let steps = 1; steps <= undo.length; steps++) {
      for (const step of undo.slice(0, steps)) await step().catch(() => undefined)
      await writeFile(join(dir, 'office.pem.abc.new'), '-----BEGIN PRIV')
      await openSigning(dir)
    }
    const old = new Date(Date.now() - 2 * 60 * 60 * 1000)
    await utimes(join(dir, 'office.pem.abc.new'), old, old)
    await openSigning(dir)
    assert.deepEqual((await readdir(dir)).toSorted(), ['mac.key', 'office.pem', 'seals'])
  }))

const other = await makeIdentity({ algorithm: p256 })
const good = await makeIdentity({ algorithm: p256 })
const day = 86_400_000
const bad: readonly [string, RefusalReason, () => Promise<string> | string][] = [
  ['a key and a certificate that do not belong together', 'key-mismatch', () => good.key + other.certificate],
  ['no key', 'no-key', () => good.certificate],
  ['no certificate', 'no-certificate', () => good.key],
  ['nothing at all', 'no-key', () => ''],
  ['a damaged key', 'unreadable', () => good.key.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA') + good.certificate],
  ['a damaged certificate', 'unreadable', () => good.key + good.certificate.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')],
  ['half a file', 'no-key', () => (good.key + good.certificate).slice(0, 90)],
  ['an expired certificate', 'expired', () => identity({ notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) })],
  ['a certificate of tomorrow', 'not-yet-valid', () => identity({ notBefore: new Date(Date.now() + day), notAfter: new Date(Date.now() + 9 * day) })],
  ['a certificate for encrypting', 'wrong-use', () => identity({ use: 0x20 })],
  ['a key behind a password', 'unsupported-key', () => lockedKey() + good.certificate],
  ['a key that PDF readers do not know', 'unsupported-key', () => ed25519() + good.certificate],
]

for (const [what, reason, text] of bad) {
  test(`the office refuses to start with ${what}, and says what to do`, () =>
    withFolder(async (dir) => {
      await openSigning(dir)
      await writeFile(join(dir, 'office.pem'), await text())
      await assert.rejects(openSigning(dir), (error) => {
        assert.ok(error instanceof SigningRefused)
        assert.equal(error.reason, reason)
        assert.match(error.message, /office\.pem/)
        assert.match(error.message, /Restore|Export|export|Put|Check|Ask|Use/)
        assert.doesNotMatch(error.message, /[A-Za-z0-9+/]{40}/)
        return true
      })
    }))
}

test('a lost secret is not silently replaced, because every tracking code would die with it', () =>
  withFolder(async (dir) => {
    await openSigning(dir)
    await unlink(join(dir, 'mac.key'))
    await rm(join(dir, 'seals'), { recursive: true })
    await assert.rejects(openSigning(dir), /mac\.key and seals are missing.*backup/)
  }))

test('a keyed digest depends on its purpose, its data and the secret', () =>
  withFolder(async (dir) => {
    const { mac } = await openSigning(dir)
    assert.match(mac('track', 'A'), /^[A-Za-z0-9_-]{43}$/)
    assert.equal(mac('track', 'A'), mac('track', Buffer.from('A')))
    assert.equal(new Set([mac('track', 'A'), mac('track', 'B'), mac('mail', 'A'), mac('trackA', '')]).size, 4)
    await withFolder(async (elsewhere) => assert.notEqual((await openSigning(elsewhere)).mac('track', 'A'), mac('track', 'A')))
  }))

test('the one line of the handbook turns a .p12 into what the office signs with', { skip: without('openssl') }, () =>
  withFolder(async (dir) => {
    await openSigning(dir)
    const real = await makeIdentity({ algorithm: rsa })
    await writeFile(join(dir, 'real.pem'), real.key + real.certificate)
    const p12 = join(dir, 'office.p12')
    execFileSync('openssl', ['pkcs12', '-export', '-in', join(dir, 'real.pem'), '-out', p12, '-passout', 'pass:rahasia'])
    execFileSync('openssl', ['pkcs12', '-in', p12, '-nodes', '-out', join(dir, 'office.pem'), '-passin', 'pass:rahasia'])
    const signing = await openSigning(dir)
    assert.match(signing.certificate.subject, /Kantor Uji/)
    assert.ok((await signing.signPdf(await smallPdf(), { reason: 'r', location: 'l', name: 'n', at: new Date() })).length > 0)
    assert.match(await readFile(join(dir, 'office.pem'), 'utf8'), /Bag Attributes/)
  }))

async function identity(wish: { notBefore?: Date; notAfter?: Date; use?: number }): Promise<string> {
  const made = await makeIdentity({ algorithm: p256, ...wish })
  return made.key + made.certificate
}

function lockedKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()
}

function ed25519(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
