import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeOnce } from '../signing/write-once.ts'

/** The one secret that opens an office's backups. */
export type BackupKey = {
  /** Says which key it is and nothing about it: 8 characters. */
  readonly id: string
  /** A key of its own for each file. */
  forFile(name: string, salt: Uint8Array): Buffer
  /** HMAC-SHA-256 in hex: whoever has no key can make no manifest. */
  sign(text: string): string
}

const keyBytes = 32
/** Douglas Crockford's base 32: no letter that reads like a digit, so that the key can be typed from paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Reads the key's file; makes it first (0600) where there is none. Throws a sentence when it is damaged. */
export async function openBackupKey(path: string): Promise<BackupKey> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeOnce(path, `${writeKey(randomBytes(keyBytes))}\n`)
  return readBackupKey(path)
}

/** Reads the key's file. Throws a sentence when there is none, or when it is damaged or mistyped. */
export async function readBackupKey(path: string): Promise<BackupKey> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The key of the backups is not in ${path} (${error.code ?? 'unknown'}). Nothing can be opened without it: name the file with --key.`)
  })
  const secret = readKey(text)
  if (secret === null) throw new Error(`The key in ${path} is damaged or mistyped: it is 14 groups of 4 letters and digits, and the last group does not fit the others.`)
  return {
    id: createHash('sha256').update('backup key id').update(secret).digest('base64url').slice(0, 8),
    forFile: (name, salt) => Buffer.from(hkdfSync('sha256', secret, salt, `satu-pintu backup file ${name}`, keyBytes)),
    sign: (text) => createHmac('sha256', Buffer.from(hkdfSync('sha256', secret, '', 'satu-pintu backup manifest', keyBytes))).update(text).digest('hex'),
  }
}

/** As it is written on paper: groups of four, the last one to find a mistake by. */
export function writeKey(secret: Uint8Array): string {
  return `${encode(secret)}${checkOf(secret)}`.match(/.{4}/g)!.join('-')
}

/** The secret behind what someone typed, in any case and with any spaces; null when it is mistyped. */
export function readKey(text: string): Uint8Array | null {
  const letters = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (letters.length !== 56 || [...letters].some((letter) => !alphabet.includes(letter))) return null
  const secret = decode(letters.slice(0, 52))
  return checkOf(secret) === letters.slice(52) && encode(secret) === letters.slice(0, 52) ? secret : null
}

const checkOf = (secret: Uint8Array) => encode(createHash('sha256').update('backup key check').update(secret).digest()).slice(0, 4)

function encode(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function decode(letters: string): Uint8Array {
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2))
}
