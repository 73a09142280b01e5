import { BitString, Integer, Sequence, Set, Utf8String } from 'asn1js'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import { AttributeTypeAndValue, Certificate, ContentInfo, Extension, id_KeyUsage, RelativeDistinguishedNames, SignedData, Time } from 'pkijs'
import { pem } from './issue-certificate.ts'

/** A folder that is gone after the test. */
export async function withFolder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'signing-'))
  try {
    await use(dir)
  } finally {
    await rm(dir, { recursive: true })
  }
}

/** False, or why a test that needs the program is left out. */
export function without(program: string): false | string {
  return spawnSync(program, ['--version']).error === undefined ? false : `${program} is not installed`
}

export function smallPdf(): Promise<Buffer> {
  const doc = new PDFDocument({ subset: 'PDF/A-3b', pdfVersion: '1.7', tagged: true, lang: 'id-ID', font: '' })
  doc.rect(72, 72, 100, 100).fill('#123c5a')
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.end()
  })
}

export type Parts = { readonly range: readonly number[]; readonly content: Buffer; readonly cms: Buffer }

/** Takes a signed PDF apart, by the byte range that it states itself. */
export function takeApart(pdf: Buffer): Parts {
  const found = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(pdf.toString('latin1'))
  const [start = -1, before = -1, after = -1, rest = -1] = (found ?? []).slice(1).map(Number)
  const padded = Buffer.from(pdf.subarray(before + 1, after - 1).toString('latin1'), 'hex')
  const length = 4 + padded.readUInt16BE(2)
  return {
    range: [start, before, after, rest],
    content: Buffer.concat([pdf.subarray(start, before), pdf.subarray(after, after + rest)]),
    cms: padded.subarray(0, length),
  }
}

export function readCms(cms: Buffer): SignedData {
  return new SignedData({ schema: ContentInfo.fromBER(Uint8Array.from(cms)).content })
}

/** Whether a detached CMS holds for the content; a digest that differs is an error inside the library. */
export async function cmsHolds({ cms, content }: Parts): Promise<boolean> {
  return readCms(cms)
    .verify({ signer: 0, data: Uint8Array.from(content).buffer })
    .catch(() => false)
}

export type CertificateWish = {
  readonly algorithm: RsaHashedKeyGenParams | EcKeyGenParams
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** The first byte of the keyUsage flags. */
  readonly use?: number
}

export const rsa: RsaHashedKeyGenParams = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
}

/** A self-signed certificate as an outside authority might have made it, and its key, both PEM. */
export async function makeIdentity(wish: CertificateWish): Promise<{ readonly key: string; readonly certificate: string }> {
  const keys = await crypto.subtle.generateKey(wish.algorithm, true, ['sign', 'verify'])
  const name = new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: 'Kantor Uji' }) })
  const names = () =>
    RelativeDistinguishedNames.fromBER(new Sequence({ value: [new Set({ value: [name.toSchema()] })] }).toBER())
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ value: 7 })
  certificate.subject = names()
  certificate.issuer = names()
  certificate.notBefore = new Time({ value: wish.notBefore ?? new Date(Date.now() - 86_400_000) })
  certificate.notAfter = new Time({ value: wish.notAfter ?? new Date(Date.now() + 86_400_000) })
  const use = new BitString({ valueHex: Uint8Array.of(wish.use ?? 0xc0).buffer, unusedBits: 0 })
  certificate.extensions = [new Extension({ extnID: id_KeyUsage, critical: true, extnValue: use.toBER() })]
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(keys.privateKey, 'SHA-256')
  return {
    key: pem('PRIVATE KEY', Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))),
    certificate: pem('CERTIFICATE', Buffer.from(certificate.toSchema(true).toBER())),
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
