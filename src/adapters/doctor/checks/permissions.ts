import { access, constants, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fine, trouble, type Check } from '../check.ts'

const secretPlaces = ['keys', 'signing', 'signing/seals', 'secrets', 'postgres/passwords.json']

/** Who else on this machine can read the secrets, or write among the office's data; and whether the office itself can. */
export const permissions: Check = {
  id: 'permissions',
  run: async (context) => {
    const { dataDir } = context
    const writable = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).then(() => true, () => false)
    if (!writable) return trouble(context, 'fail', 'permissions.closed', { folder: dataDir })
    if (((await stat(dataDir)).mode & 0o022) !== 0) return trouble(context, 'fail', 'permissions.writable', { folder: dataDir })
    const open = (await Promise.all(secretPlaces.map((place) => openOnes(join(dataDir, place))))).flat()
    if (open.length === 0) return fine(context, 'doctor.permissions.ok')
    return trouble(context, 'fail', 'permissions.open', { folder: dataDir, file: relative(dataDir, open[0]!), count: open.length })
  },
}

/** What of a file or folder, and of the files in it, others than its owner can open. */
async function openOnes(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => null)
  if (!found) return []
  const inside = found.isDirectory() ? (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(path, entry.name)) : []
  const files = await Promise.all(inside.map(async (file) => ({ file, mode: (await stat(file)).mode })))
  return [{ file: path, mode: found.mode }, ...files].filter(({ mode }) => (mode & 0o077) !== 0).map(({ file }) => file)
}
