import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnce } from '../signing/write-once.ts'
import { openBox, sealBox } from './sealed-box.ts'

/** 32 bytes. Each case has its own. */
export type DataKey = Uint8Array

/**
 * The office's keys: one master key on the disk, and a data key per case that is kept in the database, wrapped by the master.
 *
 * A person's data is erased by destroying the data key of the case (UU 27/2022 art. 8 and 44): the row with the wrapped key
 * is deleted, and every answer, scan and note sealed with it is noise from then on, in backups too once they have aged out.
 * The event log stays whole, since events carry only digests keyed with that same data key: without it nobody can
 * find out by trial whose NIK stands behind a digest.
 */
export type Keyring = {
  /** A fresh key, and its wrapped form to store (text, safe to keep in the database). */
  newDataKey(): { readonly key: DataKey; readonly wrapped: string }
  /** Throws when the wrapped key was changed or belongs to another master key. */
  unwrap(wrapped: string): DataKey
  /** AES-256-GCM. The same `aad` is needed to open; name the place of the value with it, e.g. `answers:{id}`. */
  seal(key: DataKey, plaintext: string | Uint8Array, aad?: string): Buffer
  /** Throws when the sealed bytes were changed, or key or `aad` are others. */
  open(key: DataKey, sealed: Uint8Array, aad?: string): Buffer
  /** HMAC-SHA-256, base64url (43 characters), with a key derived from the data key for digests alone. */
  digest(key: DataKey, data: string | Uint8Array): string
  /** For the office's own secrets that belong to no case. */
  sealWithMaster(plaintext: string | Uint8Array, aad?: string): Buffer
  openWithMaster(sealed: Uint8Array, aad?: string): Buffer
}

const keyBytes = 32

/**
 * Opens the keyring in a folder; at the first start the folder (0700) and `master.key` (0600) are made, the file whole or not
 * at all, so that two processes starting at once end up with the same key. Throws when the key file is damaged.
 * Whoever restores a backup needs this file: without it all personal data is erased.
 */
export async function openKeyring(dir: string): Promise<Keyring> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const master = await readMaster(join(dir, 'master.key'))
  const id = createHash('sha256').update('master key id').update(master).digest('base64url').slice(0, 8)
  const wrapping = derive(master, 'wrap data keys')
  const office = derive(master, 'office secrets')
  return {
    newDataKey: () => {
      const key = randomBytes(keyBytes)
      return { key, wrapped: `1.${id}.${sealBox(wrapping, key, 'data key').toString('base64url')}` }
    },
    unwrap: (wrapped) => {
      const [version, wrappedBy, box] = wrapped.split('.')
      if (version !== '1' || box === undefined) throw new Error('This is not a wrapped data key.')
      if (wrappedBy !== id)
        throw new Error(`A data key was wrapped with master key ${wrappedBy}, this office has ${id}: restore its master.key.`)
      return openBox(wrapping, Buffer.from(box, 'base64url'), 'data key')
    },
    seal: (key, plaintext, aad = '') => sealBox(checked(key), bytes(plaintext), aad),
    open: (key, sealed, aad = '') => openBox(checked(key), sealed, aad),
    digest: (key, data) => createHmac('sha256', derive(checked(key), 'digest')).update(data).digest('base64url'),
    sealWithMaster: (plaintext, aad = '') => sealBox(office, bytes(plaintext), aad),
    openWithMaster: (sealed, aad = '') => openBox(office, sealed, aad),
  }
}

async function readMaster(path: string): Promise<Buffer> {
  if ((await readIfThere(path)) === null) await writeOnce(path, `${randomBytes(keyBytes).toString('base64url')}\n`)
  // A restored or copied file often comes back readable by everybody.
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600)
  const master = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url')
  if (master.length !== keyBytes)
    throw new Error(`The master key in ${path} is damaged. Restore it from the backup: without it no personal data can be read.`)
  return master
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** One key for one use: what is learnt from one says nothing about another. */
function derive(key: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `satu-pintu ${use}`, keyBytes))
}

function checked(key: DataKey): DataKey {
  if (key.length !== keyBytes) throw new Error(`A data key has ${keyBytes} bytes, this one has ${key.length}.`)
  return key
}

function bytes(plaintext: string | Uint8Array): Uint8Array {
  return typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext
}
