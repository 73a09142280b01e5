import { Constructed, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js'
import { createHash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import type { OfficeIdentity } from './office-identity.ts'

const data = '1.2.840.113549.1.7.1'
const signedData = '1.2.840.113549.1.7.2'
const contentType = '1.2.840.113549.1.9.3'
const messageDigest = '1.2.840.113549.1.9.4'
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47'

/**
 * Signs bytes that stay outside the signature (a detached CMS, RFC 5652), as PAdES baseline B asks (ETSI EN
 * 319 142-1): content-type, message-digest and signing-certificate-v2 are signed; there is no signing-time,
 * because the PDF states the time in its signature dictionary and two of them could disagree. The leaf and
 * its chain travel along.
 *
 * Takes an RSA or EC identity. Returns the DER bytes of the ContentInfo.
 */
export async function buildCms(content: Uint8Array, identity: OfficeIdentity): Promise<Buffer> {
  const leaf = Certificate.fromBER(Uint8Array.from(identity.leaf.raw))
  const chain = identity.chain.map((certificate) => Certificate.fromBER(Uint8Array.from(certificate.raw)))
  const attributes = [
    new Attribute({ type: contentType, values: [new ObjectIdentifier({ value: data })] }),
    new Attribute({ type: messageDigest, values: [new OctetString({ valueHex: sha256(content) })] }),
    new Attribute({ type: signingCertificateV2, values: [essCertificate(identity.leaf.raw, leaf)] }),
  ]
  const cms = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: data }),
    certificates: [leaf, ...chain],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: inDerOrder(attributes) }),
      }),
    ],
  })
  await cms.sign(await importKey(identity.key), 0, 'SHA-256')
  const info = new ContentInfo({ contentType: signedData, content: cms.toSchema(true) })
  return Buffer.from(info.toSchema().toBER())
}

/** SigningCertificateV2 with SHA-256, its default, and the issuer's name and serial number (RFC 5035). */
function essCertificate(der: Uint8Array, leaf: Certificate): Sequence {
  // GeneralName: a directoryName has the explicit tag [4].
  const issuer = new Constructed({ idBlock: { tagClass: 3, tagNumber: 4 }, value: [leaf.issuer.toSchema()] })
  const issuerSerial = new Sequence({
    value: [
      new Sequence({ value: [issuer] }),
      new Integer({ valueHex: leaf.serialNumber.valueBlock.valueHexView.slice().buffer }),
    ],
  })
  const certificate = new Sequence({ value: [new OctetString({ valueHex: sha256(der) }), issuerSerial] })
  return new Sequence({ value: [new Sequence({ value: [certificate] })] })
}

/** The members of a SET OF stand in the order of their bytes (X.690, 11.6); strict verifiers hash them so. */
function inDerOrder(attributes: readonly Attribute[]): Attribute[] {
  const bytes = (attribute: Attribute) => Buffer.from(attribute.toSchema().toBER())
  return attributes.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)))
}

function importKey(key: KeyObject): Promise<CryptoKey> {
  const algorithm =
    key.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: webCurve(key.asymmetricKeyDetails?.namedCurve) }
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' })
  return crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
}

function webCurve(name: string | undefined): string {
  if (name === 'secp384r1') return 'P-384'
  if (name === 'secp521r1') return 'P-521'
  return 'P-256'
}

function sha256(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer
}
