import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { SignPdf } from '@signpdf/signpdf'
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils'
import { buildCms } from './build-cms.ts'
import type { OfficeIdentity } from './office-identity.ts'

/** What the signature says about itself, beside the certificate. */
export type SignatureInfo = {
  readonly reason: string
  readonly location: string
  readonly name: string
  readonly at: Date
}

/**
 * Adds a PAdES B-B signature to a PDF that has none yet, as an incremental update: the bytes of the document
 * stay as they were, the signature covers the whole file except its own value. Throws when the PDF holds a
 * form or a signature already.
 */
export async function signPdf(pdf: Buffer, info: SignatureInfo, identity: OfficeIdentity): Promise<Buffer> {
  // The placeholder library finds these by searching the whole file, and would be led astray by a second one.
  for (const word of ['/AcroForm', '/ByteRange'])
    if (pdf.includes(word)) throw new Error(`This PDF holds ${word} already; only a fresh document can be signed.`)
  const signed = await new SignPdf().sign(addPlaceholder(pdf, info, identity), new CmsSigner(identity), info.at)
  checkWholeFileIsCovered(signed)
  return signed
}

class CmsSigner extends Signer {
  readonly #identity: OfficeIdentity

  constructor(identity: OfficeIdentity) {
    super()
    this.#identity = identity
  }

  override sign(content: Buffer): Promise<Buffer> {
    return buildCms(content, this.#identity)
  }
}

/**
 * The library writes texts beyond ASCII wrongly, lets a text with `<<` through as PDF syntax, and forgets the
 * file identifier that PDF/A wants in every trailer. So it gets stand-ins, each exactly as long as what takes
 * its place: no offset moves.
 */
function addPlaceholder(pdf: Buffer, info: SignatureInfo, identity: OfficeIdentity): Buffer {
  const reason = standIn('Reason', info.reason)
  const location = standIn('Location', info.location)
  const name = standIn('Name', info.name)
  const prepared = plainAddPlaceholder({
    pdfBuffer: pdf,
    reason: reason.text,
    location: location.text,
    name: name.text,
    contactInfo: '',
    signingTime: info.at,
    signatureLength: signatureRoom(identity),
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
  })
  for (const { text, literal } of [reason, location, name]) replaceLast(prepared, `(${text})`, literal)
  return withMendedTrailer(prepared, pdf)
}

/**
 * A PDF text string as UTF-16 hex (ISO 32000-1, 7.9.2.2), and an ASCII text that takes the same room between
 * parentheses.
 */
function standIn(field: string, value: string): { readonly text: string; readonly literal: string } {
  const utf16 = Buffer.from(`\ufeff${value.toWellFormed()}`, 'utf16le').swap16()
  const literal = `<${utf16.toString('hex')}>`.padEnd(field.length + 4)
  return { text: `${field}-`.padEnd(literal.length - 2, '-'), literal }
}

function replaceLast(buffer: Buffer, text: string, by: string): void {
  const at = buffer.lastIndexOf(text)
  if (at < 0 || text.length !== by.length) throw new Error(`The signature field lost its ${text.slice(1, 9)}.`)
  buffer.write(by, at, 'latin1')
}

/**
 * Writes the last lines again: with the /ID of the document's own trailer, and with startxref on the word
 * `xref` itself (the library points at the line break before it). Nothing that comes after is located by
 * offset.
 */
function withMendedTrailer(prepared: Buffer, original: Buffer): Buffer {
  const own = original.subarray(original.lastIndexOf('trailer')).toString('latin1')
  const id = /\/ID\s*\[\s*<[0-9a-f]*>\s*<[0-9a-f]*>\s*\]/i.exec(own)?.[0] ?? ''
  const at = prepared.lastIndexOf('trailer')
  const xref = prepared.lastIndexOf('\nxref\n', at) + 1
  const tail = prepared.subarray(at).toString('latin1')
  const mended = tail.replace('<<\n', `<<\n${id}\n`).replace(/startxref\n\d+\n%%EOF/, `startxref\n${xref}\n%%EOF\n`)
  return Buffer.concat([prepared.subarray(0, at), Buffer.from(mended, 'latin1')])
}

/** Bytes to keep free for the CMS: its certificates, and 2 kB for the signature and the attributes. */
function signatureRoom(identity: OfficeIdentity): number {
  const certificates = [identity.leaf, ...identity.chain]
  return certificates.reduce((bytes, certificate) => bytes + certificate.raw.length, 2048)
}

function checkWholeFileIsCovered(pdf: Buffer): void {
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(pdf.toString('latin1'))
  const [before, after, rest] = (range ?? []).slice(1).map(Number)
  const whole = after !== undefined && rest !== undefined && after + rest === pdf.length
  if (!whole || before === undefined || pdf[before] !== 0x3c || pdf[after - 1] !== 0x3e)
    throw new Error('The signature does not cover the whole file.')
}
