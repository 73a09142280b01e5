import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openSealKeys } from '../../signing/seal-keys.ts'
import { SigningRefused } from '../../signing/signing-refused.ts'
import { fine, trouble, type Check } from '../check.ts'

/** The keys behind the QR codes and tracking codes. They do not expire, but one that is lost makes printed codes worthless. */
export const seals: Check = {
  id: 'seals',
  run: async (context) => {
    const folder = join(context.dataDir, 'signing')
    const files = (await readdir(join(folder, 'seals')).catch(() => [])).filter((name) => name.endsWith('.pem'))
    const mac = await access(join(folder, 'mac.key')).then(() => true, () => false)
    if (files.length === 0 || !mac) return trouble(context, 'fail', 'seals.missing', { folder })
    try {
      return fine(context, 'doctor.seals.ok', { count: (await openSealKeys(join(folder, 'seals'), new Date(context.now()))).length })
    } catch (error) {
      if (!(error instanceof SigningRefused)) throw error
      return trouble(context, 'fail', 'seals.unusable', { folder: join(folder, 'seals') })
    }
  },
}
