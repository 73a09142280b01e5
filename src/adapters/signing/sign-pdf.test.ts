import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSigning, SigningRefused } from './index.ts'
import { cmsHolds, makeIdentity, readCms, rsa, sha256, smallPdf, takeApart, withFolder, without } from './test-material.ts'

const info = { reason: 'Izin diterbitkan', location: 'Jakarta', name: 'Kepala Unit', at: new Date('2026-11-24T03:00:00Z') }

test('a signature covers the whole file except its own value, and the document itself stays as it was', () =>
  withFolder(async (dir) => {
    const pdf = await smallPdf()
    const signed = await (await openSigning(dir)).signPdf(pdf, info)
    const { range } = takeApart(signed)
    const [start, before = 0, after = 0, rest = 0] = range
    assert.equal(start, 0)
    assert.equal(after + rest, signed.length)
    assert.match(signed.subarray(before, after).toString('latin1'), /^<[0-9a-f]+>$/)
    assert.deepEqual(signed.subarray(0, pdf.length - 1), pdf.subarray(0, pdf.length - 1))
  }))

test('the CMS is PAdES B-B: the three signed attributes, the signing certificate by its hash, no signing time', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const signed = await signing.signPdf(await smallPdf(), info)
    const parts = takeApart(signed)
    assert.ok(await cmsHolds(parts))
    assert.match(signed.toString('latin1'), /\/SubFilter \/ETSI\.CAdES\.detached/)
    assert.match(signed.toString('latin1'), /\/M \(D:20261124030000Z\)/)
    const cms = readCms(parts.cms)
    const types = cms.signerInfos[0]?.signedAttrs?.attributes.map((attribute) => attribute.type) ?? []
    assert.deepEqual(types.toSorted(), ['1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4'])
    assert.ok(parts.cms.includes(Buffer.from(signing.certificate.fingerprint, 'hex')))
    assert.equal(sha256(new X509Certificate(signing.certificate.pem).raw), signing.certificate.fingerprint)
    assert.equal(cms.certificates?.length, 2)
  }))

test('one changed byte anywhere in the signed range breaks the signature', () =>
  withFolder(async (dir) => {
    const signed = await (await openSigning(dir)).signPdf(await smallPdf(), info)
    const { range } = takeApart(signed)
    for (const at of [9, 700, (range[1] ?? 0) - 20, signed.length - 10]) {
      const changed = Buffer.from(signed)
      changed[at] = (changed[at] ?? 0) ^ 1
      const parts = takeApart(signed)
      const content = Buffer.concat([changed.subarray(0, range[1]), changed.subarray(range[2])])
      assert.equal(await cmsHolds({ ...parts, content }), false, `byte ${at}`)
    }
  }))

for (const [name, algorithm] of [
  ['RSA', rsa],
  ['EC P-256', { name: 'ECDSA', namedCurve: 'P-256' }],
  ['EC P-384', { name: 'ECDSA', namedCurve: 'P-384' }],
  ['EC P-521', { name: 'ECDSA', namedCurve: 'P-521' }],
] as const) {
  test(`a real certificate with an ${name} key signs as well as the office's own`, () =>
    withFolder(async (dir) => {
      await openSigning(dir)
      const { key, certificate } = await makeIdentity({ algorithm })
      await writeFile(join(dir, 'office.pem'), `Bag Attributes\n  friendlyName: x\n${certificate}${key}`)
      const signing = await openSigning(dir)
      const signed = await signing.signPdf(await smallPdf(), info)
      assert.match(signing.certificate.subject, /Kantor Uji/)
      assert.ok(await cmsHolds(takeApart(signed)))
      if (without('pdfsig') === false) assert.match(pdfsig(await saved(dir, signed)), /Signature is Valid\./)
    }))
}

test('words beyond ASCII arrive whole, and words that look like PDF syntax stay words', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir, { officeName: 'Kantor Sañjaya' })
    const odd = { ...info, reason: 'Izin << /Type /X >> ) \\ ñ العربية', name: 'Łukasz 𝄞', location: '' }
    const signed = await signing.signPdf(await smallPdf(), odd)
    assert.ok(await cmsHolds(takeApart(signed)))
    const hex = Buffer.from(`\ufeff${odd.reason}`, 'utf16le').swap16().toString('hex')
    assert.ok(signed.includes(`/Reason <${hex}>`))
    assert.match(signed.toString('latin1'), /\/Location <feff>/)
    if (without('qpdf') === false) execFileSync('qpdf', ['--check', await saved(dir, signed)])
  }))

test('the signed file keeps what PDF/A asks for: file identifier, metadata, output intent, a sound cross-reference', () =>
  withFolder(async (dir) => {
    const pdf = await smallPdf()
    const signed = (await (await openSigning(dir)).signPdf(pdf, info)).toString('latin1')
    const id = /\/ID \[.*?\]/.exec(pdf.toString('latin1'))?.[0] ?? 'none'
    const update = signed.slice(pdf.length)
    assert.ok(update.includes(id))
    for (const entry of ['/Metadata', '/OutputIntents', '/StructTreeRoot', '/AcroForm', '/Lang (id-ID)'])
      assert.ok(update.includes(entry), entry)
    const start = Number(/startxref\n(\d+)\n%%EOF\n?$/.exec(signed)?.[1])
    assert.equal(signed.slice(start, start + 5), 'xref\n')
  }))

test('a document that is signed already, or holds a form, is refused', () =>
  withFolder(async (dir) => {
    const signing = await openSigning(dir)
    const signed = await signing.signPdf(await smallPdf(), info)
    await assert.rejects(signing.signPdf(signed, info), /only a fresh document/)
  }))

test('a server that outlives its certificate stops signing and says so', () =>
  withFolder(async (dir) => {
    let now = new Date()
    const signing = await openSigning(dir, { now: () => now })
    now = new Date(Date.parse(signing.certificate.notAfter) + 1000)
    await assert.rejects(signing.signPdf(await smallPdf(), info), (error) => error instanceof SigningRefused && error.reason === 'expired')
  }))

test("poppler calls the signature valid, and a changed byte a digest mismatch", { skip: without('pdfsig') }, () =>
  withFolder(async (dir) => {
    const signed = await (await openSigning(dir)).signPdf(await smallPdf(), info)
    const report = pdfsig(await saved(dir, signed))
    assert.match(report, /Signature is Valid\./)
    assert.match(report, /Total document signed/)
    const changed = Buffer.from(signed)
    const at = changed.indexOf('CreationDate')
    changed[at] = 0x44
    assert.match(pdfsig(await saved(dir, changed)), /Digest Mismatch/)
  }))

test('openssl verifies the CMS, chain and all, and refuses other content', { skip: without('openssl') }, () =>
  withFolder(async (dir) => {
    const signed = await (await openSigning(dir)).signPdf(await smallPdf(), info)
    const { cms, content } = takeApart(signed)
    await writeFile(join(dir, 'cms.der'), cms)
    const check = async (bytes: Buffer) => {
      await writeFile(join(dir, 'content'), bytes)
      const files = ['-in', join(dir, 'cms.der'), '-content', join(dir, 'content'), '-CAfile', join(dir, 'office.pem')]
      const options = ['-inform', 'DER', '-binary', '-purpose', 'any', '-cades', '-out', '/dev/null']
      return spawnSync('openssl', ['cms', '-verify', ...files, ...options], { encoding: 'utf8' })
    }
    const good = await check(content)
    assert.equal(good.status, 0, good.stderr)
    assert.notEqual((await check(Buffer.concat([content, Buffer.from(' ')]))).status, 0)
  }))

async function saved(dir: string, pdf: Buffer): Promise<string> {
  const path = join(dir, 'signed.pdf')
  await writeFile(path, pdf)
  return path
}

function pdfsig(path: string): string {
  return spawnSync('pdfsig', [path], { encoding: 'utf8' }).stdout
}
