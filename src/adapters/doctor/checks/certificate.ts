import { join } from 'node:path'
import { readIfThere, readOfficeIdentity, type OfficeIdentity } from '../../signing/office-identity.ts'
import { SigningRefused } from '../../signing/signing-refused.ts'
import { fine, trouble, type Check } from '../check.ts'

const dayMs = 86_400_000
/** A new certificate from an authority takes weeks of paper. */
const soonDays = 45
const urgentDays = 7

/** The certificate that signs permits: there, of one piece with its key, and for how long it is valid. */
export const certificate: Check = {
  id: 'certificate',
  run: async (context) => {
    const path = join(context.dataDir, 'signing/office.pem')
    const read = await readIdentity(path, context.now())
    if ('reason' in read) return trouble(context, 'fail', read.reason === 'expired' ? 'certificate.expired' : read.reason === 'missing' ? 'certificate.missing' : 'certificate.unusable', { path })
    const days = Math.floor((Date.parse(read.leaf.validTo) - context.now()) / dayMs)
    const values = { days, until: new Date(read.leaf.validTo).toISOString().slice(0, 10), path }
    if (days < soonDays) return trouble(context, days < urgentDays ? 'fail' : 'warn', 'certificate.ending', values)
    if (read.selfMade && !context.demo) return trouble(context, 'warn', 'certificate.own', values)
    return fine(context, 'doctor.certificate.ok', values)
  },
}

async function readIdentity(path: string, now: number): Promise<OfficeIdentity | { readonly reason: SigningRefused['reason'] }> {
  try {
    const text = await readIfThere(path)
    return text === null ? { reason: 'missing' } : readOfficeIdentity(text, path, new Date(now))
  } catch (error) {
    if (error instanceof SigningRefused) return { reason: error.reason }
    throw error
  }
}
