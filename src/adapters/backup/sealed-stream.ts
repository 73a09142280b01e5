import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import type { BackupKey } from './backup-key.ts'

/** What stands in the clear at the head of a sealed file, and can't be changed: its place, and of which instant it is (epoch ms). */
export type Head = { readonly name: string; readonly at: number }

const magic = Buffer.from('SPBACK01')
const saltBytes = 32
const tagBytes = 16
const frameBytes = 65_536
const longestHead = 4_096

/**
 * Seals a stream of any length in pieces of 64 KiB, each AES-256-GCM under a key of this file alone. The nonce counts the
 * pieces and marks the last one, so that none can be moved, doubled or left out and a cut file never ends well (the
 * STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015, as in age). The head is bound to each piece.
 */
export function sealing(key: BackupKey, head: Head): Transform {
  const salt = randomBytes(saltBytes)
  const said = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(2)
  length.writeUInt16BE(said.length)
  const secret = key.forFile(head.name, salt)
  let count = 0
  const seal = (piece: Buffer, last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', secret, nonce(count++, last), { authTagLength: tagBytes })
    cipher.setAAD(said)
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  }
  const stream = inPieces(frameBytes, seal)
  stream.push(Buffer.concat([magic, salt, length, said]))
  return stream
}

/** Opens what `sealing` made of the file of this name. Errs on a changed, cut, lengthened or swapped file, and on another key. */
export function opening(key: BackupKey, name: string): Transform {
  let begun: { readonly secret: Buffer; readonly said: Buffer } | null = null
  let early = Buffer.alloc(0)
  let count = 0
  const open = (piece: Buffer, last: boolean) => {
    if (!begun || piece.length < tagBytes) throw new DamagedFile(name)
    const decipher = createDecipheriv('aes-256-gcm', begun.secret, nonce(count++, last), { authTagLength: tagBytes })
    decipher.setAAD(begun.said)
    decipher.setAuthTag(piece.subarray(-tagBytes))
    try {
      return Buffer.concat([decipher.update(piece.subarray(0, -tagBytes)), decipher.final()])
    } catch (cause) {
      throw new DamagedFile(name, { cause })
    }
  }
  return inPieces(frameBytes + tagBytes, open, (chunk) => {
    if (begun) return chunk
    early = Buffer.concat([early, chunk])
    const found = splitHead(early, name)
    if (!found) return Buffer.alloc(0)
    if (found.head.name !== name) throw new DamagedFile(name)
    begun = { secret: key.forFile(name, found.salt), said: found.said }
    return found.rest
  })
}

/** The head of a sealed file by its first bytes (4.2 kB are enough). What it says is proven only by opening the file. */
export function readHead(bytes: Buffer, name: string): Head {
  const found = splitHead(bytes, name)
  if (!found || found.head.name !== name) throw new DamagedFile(name)
  return found.head
}

/** A file of a backup is not what was put there. */
export class DamagedFile extends Error {
  readonly file: string
  constructor(file: string, options?: ErrorOptions) {
    super(`${file} in the backup was changed or cut, or belongs to another key.`, options)
    this.file = file
  }
}

function splitHead(bytes: Buffer, name: string): { readonly head: Head; readonly said: Buffer; readonly salt: Buffer; readonly rest: Buffer } | null {
  const at = magic.length + saltBytes + 2
  if (!bytes.subarray(0, magic.length).equals(magic.subarray(0, bytes.length))) throw new DamagedFile(name)
  if (bytes.length < at) return null
  const length = bytes.readUInt16BE(at - 2)
  if (length > longestHead) throw new DamagedFile(name)
  if (bytes.length < at + length) return null
  const said = bytes.subarray(at, at + length)
  return { head: parseHead(said, name), said, salt: bytes.subarray(magic.length, at - 2), rest: bytes.subarray(at + length) }
}

function parseHead(said: Buffer, file: string): Head {
  try {
    const { name, at } = JSON.parse(said.toString()) as Partial<Head>
    if (typeof name === 'string' && typeof at === 'number') return { name, at }
  } catch {
    // Not a head: what follows says so.
  }
  throw new DamagedFile(file)
}

function nonce(count: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64BE(BigInt(count), 3)
  bytes[11] = last ? 1 : 0
  return bytes
}

/** Hands a stream on in pieces of one size; the last is shorter or full, and empty only when there is nothing at all. */
function inPieces(size: number, turn: (piece: Buffer, last: boolean) => Buffer, take: (chunk: Buffer) => Buffer = (chunk) => chunk): Transform {
  let kept = Buffer.alloc(0)
  const attempt = (done: TransformCallback, step: () => void) => {
    try {
      step()
    } catch (error) {
      return done(error instanceof Error ? error : new Error(String(error)))
    }
    done()
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        kept = Buffer.concat([kept, take(chunk)])
        let at = 0
        for (; kept.length - at > size; at += size) this.push(turn(kept.subarray(at, at + size), false))
        kept = kept.subarray(at)
      })
    },
    flush(done) {
      attempt(done, () => void this.push(turn(kept, true)))
    },
  })
}
