import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { openKeyring } from '../../keys/keyring.ts'
import { fine, trouble, type Check } from '../check.ts'

/** The master key is there, whole, and the one that the cases in the database were sealed with. */
export const keys: Check = {
  id: 'keys',
  run: async (context) => {
    const folder = join(context.dataDir, 'keys')
    const path = join(folder, 'master.key')
    // Opening a keyring makes a key where there is none; a doctor makes nothing.
    if (!(await access(path).then(() => true, () => false))) return trouble(context, 'fail', 'keys.missing', { path })
    const keyring = await openKeyring(folder).catch(() => null)
    if (!keyring) return trouble(context, 'fail', 'keys.damaged', { path })
    const newest = context.ask ? (await context.ask<{ wrapped: string }>('select wrapped from office.data_keys where wrapped is not null limit 1'))[0] : undefined
    try {
      if (newest) keyring.unwrap(newest.wrapped)
    } catch {
      return trouble(context, 'fail', 'keys.other', { path })
    }
    return fine(context, 'doctor.keys.ok')
  },
}
