import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Certificate, id_KeyUsage } from 'pkijs'
import { issueCertificate, localRootName } from './issue-certificate.ts'
import { SigningRefused } from './signing-refused.ts'
import { writeOnce } from './write-once.ts'

/** The key that the office signs with, its certificate, and the certificates that lead from it to a root. */
export type OfficeIdentity = {
  readonly key: KeyObject
  readonly leaf: X509Certificate
  readonly chain: readonly X509Certificate[]
  readonly selfMade: boolean
}

/** Loads the office's identity from `path`; makes one first when there is none. Throws SigningRefused. */
export async function openOfficeIdentity(path: string, officeName: string, now: Date): Promise<OfficeIdentity> {
  let text = await readIfThere(path)
  if (text === null) {
    await writeOnce(path, await issueCertificate(officeName, now))
    text = await readFile(path, 'utf8')
  }
  return readOfficeIdentity(text, path, now)
}

/**
 * Reads one PEM text with a private key (RSA or EC, not encrypted) and certificates in any order: what
 * `openssl pkcs12 -nodes` writes. The leaf is the certificate that belongs to the key. `path` is only for the
 * messages.
 */
export function readOfficeIdentity(text: string, path: string, now: Date): OfficeIdentity {
  const key = readKey(text, path)
  const certificates = readCertificates(text, path)
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(key))
  if (leaf === undefined)
    throw new SigningRefused(
      'key-mismatch',
      `The private key and the certificate in ${path} do not belong together. Export both again from the same .p12 file ` +
        `(see README.md in src/adapters/signing), or restore the file from the backup.`,
    )
  checkUse(leaf, path)
  checkValidity(leaf, path, now)
  const chain = certificates.filter((certificate) => certificate !== leaf)
  return { key, leaf, chain, selfMade: leaf.subject === leaf.issuer || leaf.issuer.includes(`CN=${localRootName}`) }
}

/**
 * Throws SigningRefused when the certificate is not valid at `now`. A server runs for years, so each
 * signature asks too.
 */
export function checkValidity(leaf: X509Certificate, path: string, now: Date): void {
  if (now.getTime() < Date.parse(leaf.validFrom))
    throw new SigningRefused(
      'not-yet-valid',
      `The certificate in ${path} is valid only from ${leaf.validFrom}. Check the clock of this machine, or wait until then.`,
    )
  if (now.getTime() > Date.parse(leaf.validTo))
    throw new SigningRefused(
      'expired',
      `The certificate in ${path} expired on ${leaf.validTo}. Put the renewed one there; or, if the office made it itself, ` +
        `rename the file (keep it: old permits were signed with it) and start again, and a new one is made.`,
    )
}

/** The file's text, or null when there is none. Throws SigningRefused when it is there but can't be read. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error'
    if (code === 'ENOENT') return null
    throw new SigningRefused(
      'unreadable',
      `${path} can't be read (${String(code)}). Make it readable for the user that runs the office, and for nobody else.`,
    )
  }
}

function readKey(text: string, path: string): KeyObject {
  const block = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/.exec(text)
  if (block === null)
    throw new SigningRefused('no-key', `There is no private key in ${path}. Restore the file from the backup or export it again.`)
  if (block[1] === 'ENCRYPTED PRIVATE KEY' || block[0].includes('ENCRYPTED'))
    throw new SigningRefused(
      'unsupported-key',
      `The private key in ${path} is protected by a password that the server can't ask for. Export it with the option -nodes.`,
    )
  let key: KeyObject
  try {
    key = createPrivateKey(block[0])
  } catch {
    throw new SigningRefused('unreadable', `The private key in ${path} is damaged. Restore the file from the backup.`)
  }
  const curves = ['prime256v1', 'secp384r1', 'secp521r1']
  const known = key.asymmetricKeyType === 'rsa' || curves.includes(key.asymmetricKeyDetails?.namedCurve ?? '')
  if (!known || (key.asymmetricKeyDetails?.modulusLength ?? 2048) < 2048)
    throw new SigningRefused(
      'unsupported-key',
      `The private key in ${path} is of a kind that PDF readers may not accept. Use RSA of 2048 bits or more, or EC P-256, P-384 or P-521.`,
    )
  return key
}

function readCertificates(text: string, path: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0)
    throw new SigningRefused('no-certificate', `There is no certificate in ${path}. Restore the file or export it again.`)
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    throw new SigningRefused('unreadable', `A certificate in ${path} is damaged. Restore the file from the backup.`)
  }
}

/**
 * A certificate that names its uses must name signing: a web server's or an encryption certificate would be
 * refused by readers.
 */
function checkUse(leaf: X509Certificate, path: string): void {
  const extensions = Certificate.fromBER(Uint8Array.from(leaf.raw)).extensions ?? []
  const use = extensions.find((extension) => extension.extnID === id_KeyUsage)?.extnValue.valueBlock.valueHexView
  if (use === undefined) return
  // DER of a BIT STRING: tag, length, unused bits, then the flags; the two highest are digitalSignature and
  // nonRepudiation.
  if (((use[3] ?? 0) & 0xc0) === 0)
    throw new SigningRefused('wrong-use', `The certificate in ${path} was not issued for signing documents. Ask for one that is.`)
}
