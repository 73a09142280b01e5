import { BitString, Integer, OctetString, PrintableString, Sequence, Set, Utf8String } from 'asn1js'
import { createHash, randomBytes } from 'node:crypto'
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  id_AuthorityKeyIdentifier,
  id_BasicConstraints,
  id_KeyUsage,
  id_SubjectKeyIdentifier,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs'

/** How a certificate that the office made for itself can be told from one that a public authority issued. */
export const localRootName = 'Satu Pintu local root'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const day = 24 * 60 * 60 * 1000
const leafYears = 3
const rootYears = 10

/**
 * Makes what an office needs to sign on its first day: a root of its own and a leaf for the office under it
 * (keyUsage digitalSignature and nonRepudiation, as ETSI EN 319 412-2 asks of a signer). The root's private
 * key is never written anywhere, so nothing else can ever be issued under it.
 *
 * Takes the office's name and the present. Returns PEM text: the leaf's key (PKCS #8), the leaf, the root.
 */
export async function issueCertificate(officeName: string, now: Date): Promise<string> {
  const root = await newKeyPair()
  const leaf = await newKeyPair()
  const office = officeName.replace(/\p{Cc}/gu, ' ').trim()
  const rootCertificate = await certify({
    subject: distinguishedName(office, localRootName),
    issuer: distinguishedName(office, localRootName),
    publicKey: root.publicKey,
    issuerKeys: root,
    ca: true,
    now,
    years: rootYears,
  })
  const leafCertificate = await certify({
    subject: distinguishedName(office, office),
    issuer: distinguishedName(office, localRootName),
    publicKey: leaf.publicKey,
    issuerKeys: root,
    ca: false,
    now,
    years: leafYears,
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', leaf.privateKey))
  return (
    pem('PRIVATE KEY', key) +
    pem('CERTIFICATE', Buffer.from(leafCertificate.toSchema(true).toBER())) +
    pem('CERTIFICATE', Buffer.from(rootCertificate.toSchema(true).toBER()))
  )
}

/** DER bytes as PEM text, 64 characters to a line (RFC 7468). */
export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

type Request = {
  readonly subject: RelativeDistinguishedNames
  readonly issuer: RelativeDistinguishedNames
  readonly publicKey: CryptoKey
  readonly issuerKeys: CryptoKeyPair
  readonly ca: boolean
  readonly now: Date
  readonly years: number
}

async function certify(request: Request): Promise<Certificate> {
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ valueHex: serialNumber() })
  certificate.subject = request.subject
  certificate.issuer = request.issuer
  // A day of grace, for verifiers whose clock runs behind ours.
  certificate.notBefore = new Time({ value: wholeSeconds(request.now.getTime() - day) })
  certificate.notAfter = new Time({ value: wholeSeconds(request.now.getTime() + request.years * 365 * day) })
  await certificate.subjectPublicKeyInfo.importKey(request.publicKey)
  const subjectKeyId = new OctetString({ valueHex: await keyId(request.publicKey) })
  const issuerKeyId = new AuthorityKeyIdentifier({
    keyIdentifier: new OctetString({ valueHex: await keyId(request.issuerKeys.publicKey) }),
  })
  certificate.extensions = [
    extension(id_BasicConstraints, true, new BasicConstraints(request.ca ? { cA: true, pathLenConstraint: 0 } : {}).toSchema()),
    extension(id_KeyUsage, true, request.ca ? caUse() : signerUse()),
    extension(id_SubjectKeyIdentifier, false, subjectKeyId),
    extension(id_AuthorityKeyIdentifier, false, issuerKeyId.toSchema()),
  ]
  await certificate.sign(request.issuerKeys.privateKey, 'SHA-256')
  return certificate
}

function newKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
}

function extension(id: string, critical: boolean, value: { toBER(): ArrayBuffer }): Extension {
  return new Extension({ extnID: id, critical, extnValue: value.toBER() })
}

/** keyCertSign and cRLSign (RFC 5280, 4.2.1.3). */
function caUse(): BitString {
  return new BitString({ valueHex: Uint8Array.of(0x06).buffer, unusedBits: 1 })
}

/** digitalSignature and nonRepudiation. */
function signerUse(): BitString {
  return new BitString({ valueHex: Uint8Array.of(0xc0).buffer, unusedBits: 6 })
}

/** SHA-1 of the public key: an identifier (RFC 5280, 4.2.1.2), nothing rests on its strength. */
async function keyId(key: CryptoKey): Promise<ArrayBuffer> {
  const point = Buffer.from(await crypto.subtle.exportKey('raw', key))
  return Uint8Array.from(createHash('sha1').update(point).digest()).buffer
}

/** Sixteen random bytes, made a positive number with no leading zero byte. */
function serialNumber(): ArrayBuffer {
  const bytes = Uint8Array.from(randomBytes(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.buffer
}

/** X.509 keeps no milliseconds. */
function wholeSeconds(at: number): Date {
  return new Date(Math.floor(at / 1000) * 1000)
}

/**
 * Country, organisation, common name, each a set of its own (the library would put all three into one).
 * X.520 allows each of the last two 64 characters.
 */
function distinguishedName(organisation: string, commonName: string): RelativeDistinguishedNames {
  const text = (value: string) => new Utf8String({ value: [...value].slice(0, 64).join('') })
  const parts = [
    new AttributeTypeAndValue({ type: '2.5.4.6', value: new PrintableString({ value: 'ID' }) }),
    new AttributeTypeAndValue({ type: '2.5.4.10', value: text(organisation) }),
    new AttributeTypeAndValue({ type: '2.5.4.3', value: text(commonName) }),
  ]
  const sequence = new Sequence({ value: parts.map((part) => new Set({ value: [part.toSchema()] })) })
  return RelativeDistinguishedNames.fromBER(sequence.toBER())
}
