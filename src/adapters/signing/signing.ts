import { chmod, mkdir, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { openKeyedDigest } from './keyed-digest.ts'
import type { KeyedDigest } from './keyed-digest.ts'
import { checkValidity, openOfficeIdentity, readIfThere } from './office-identity.ts'
import { openSealKeys, seal, verifySeal } from './seal-keys.ts'
import type { Verified } from './seal-keys.ts'
import { signPdf } from './sign-pdf.ts'
import type { SignatureInfo } from './sign-pdf.ts'
import { SigningRefused } from './signing-refused.ts'

/**
 * Everything that the office vouches for with a key. One folder holds it:
 *
 * - `office.pem`: private key, certificate and chain that sign the PDFs. Made at the first start; to put a
 *   real one there: `openssl pkcs12 -in office.p12 -nodes -out data/signing/office.pem` and restart
 *   (README.md beside this file).
 * - `seals/*.pem`: the keys of the JWS in the QR codes. The last by name seals; the others stay so that old
 *   permits verify.
 * - `mac.key`: the secret of the keyed digests.
 *
 * All of it belongs in the backup. None of it may leave the machine otherwise.
 */
export interface Signing {
  readonly certificate: CertificateFacts
  /** A PAdES B-B signature over the whole file. Throws SigningRefused once the certificate has expired. */
  signPdf(pdf: Buffer, info: SignatureInfo): Promise<Buffer>
  /** A compact JWS (ES256, typ `permit+jws` unless another is asked for) of the facts. */
  sealJws(facts: object, type?: string): Promise<string>
  /** What a JWS says, if this office sealed it. Never throws, whatever it is given. */
  verifyJws(jws: string): Promise<Verified>
  /** The public halves of all seal keys, for anyone's JOSE library (RFC 7517). */
  jwks(): { keys: object[] }
  /** HMAC-SHA-256 as base64url, under a key that belongs to this purpose alone. */
  mac: KeyedDigest
}

/** What may be shown of the certificate. `fingerprint` is SHA-256 in hex, `notAfter` ISO 8601. */
export type CertificateFacts = {
  readonly subject: string
  readonly issuer: string
  readonly notAfter: string
  readonly fingerprint: string
  /**
   * True when the office made it itself: the signature is sound, but no outside authority vouches for the
   * name.
   */
  readonly selfSigned: boolean
  readonly pem: string
}

export type SigningOptions = {
  /** Stands in the certificate that is made at the first start; later it changes nothing. */
  readonly officeName?: string
  readonly now?: () => Date
}

/**
 * Opens the signing folder; at the first start makes what is needed in it. A start that was killed midway is
 * mended by the next. Throws SigningRefused, with words for the operator, when what lies there can't be used.
 */
export async function openSigning(dir: string, options: SigningOptions = {}): Promise<Signing> {
  const now = options.now ?? (() => new Date())
  const officePath = join(dir, 'office.pem')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await chmod(dir, 0o700)
  await sweepDrafts(dir)
  await refuseLostSecrets(dir)
  // The certificate comes last: once it is there, the others were there too, so a missing one is a loss and
  // not a first start.
  const mac = await openKeyedDigest(join(dir, 'mac.key'))
  const seals = await openSealKeys(join(dir, 'seals'), now())
  const office = await openOfficeIdentity(officePath, options.officeName ?? 'Satu Pintu', now())
  await chmod(officePath, 0o600)

  return {
    certificate: {
      subject: office.leaf.subject.replaceAll('\n', ', '),
      issuer: office.leaf.issuer.replaceAll('\n', ', '),
      notAfter: new Date(office.leaf.validTo).toISOString(),
      fingerprint: office.leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
      selfSigned: office.selfMade,
      pem: office.leaf.toString(),
    },
    async signPdf(pdf, info) {
      checkValidity(office.leaf, officePath, now())
      return signPdf(pdf, info, office)
    },
    sealJws: (facts, type) => seal(facts, seals, type),
    verifyJws: (jws) => verifySeal(jws, seals),
    jwks: () => ({ keys: seals.map((key) => ({ ...key.jwk })) }),
    mac,
  }
}

/** Making new ones silently would leave every tracking code and every printed QR code worthless. */
async function refuseLostSecrets(dir: string): Promise<void> {
  if ((await readIfThere(join(dir, 'office.pem'))) === null) return
  const seals = await readdir(join(dir, 'seals')).catch(() => [])
  const lost = [
    ...((await readIfThere(join(dir, 'mac.key'))) === null ? ['mac.key'] : []),
    ...(seals.some((name) => name.endsWith('.pem')) ? [] : ['seals']),
  ]
  if (lost.length > 0)
    throw new SigningRefused(
      'missing',
      `${lost.join(' and ')} ${lost.length > 1 ? 'are' : 'is'} missing in ${dir}. Restore the whole folder from the backup. ` +
        `If this is a new office that only brings its own certificate, start once without office.pem, then put it there.`,
    )
}

/** Drafts of a start that was killed; a young one may belong to a start that goes on at this moment. */
async function sweepDrafts(dir: string): Promise<void> {
  const hour = 60 * 60 * 1000
  for (const folder of [dir, join(dir, 'seals')]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.endsWith('.new')) continue
      const path = join(folder, name)
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
      if (Date.now() - mtimeMs > hour) await unlink(path).catch(() => undefined)
    }
  }
}
