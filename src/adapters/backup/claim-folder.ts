import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKey } from './backup-key.ts'
import { readmeOfBackups } from './readme-of-backups.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Makes the folder for backups (0700), or sees that the one there belongs to this key: a folder with files of two keys could
 * be restored with neither. Throws a sentence.
 */
export async function claimFolder(folder: string, key: BackupKey, keyFile: string): Promise<void> {
  await mkdir(join(folder, 'state'), { recursive: true, mode: 0o700 })
  const mark = join(folder, 'state/key-id')
  const id = (await readFile(mark, 'utf8').catch(() => '')).trim()
  if (id !== '' && id !== key.id)
    throw new Error(`${folder} holds backups of the key ${id}, but the key in ${keyFile} is ${key.id}. Put the right key there, or set BACKUP_DIR to another folder.`)
  if (id === '') await writeWhole(mark, `${key.id}\n`)
  await writeWhole(join(folder, 'README.txt'), readmeOfBackups(keyFile))
}
