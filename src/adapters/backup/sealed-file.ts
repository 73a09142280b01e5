import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, Writable, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { BackupKey } from './backup-key.ts'
import { DamagedFile, opening, readHead, sealing, type Head } from './sealed-stream.ts'
import { syncFolder } from './write-whole.ts'

/** Size in bytes and SHA-256 (hex) of a sealed file as it lies on the disk. */
export type Measured = { readonly size: number; readonly sha256: string }

/**
 * Puts a stream into a backup folder under a name, compressed and sealed: whole and on the disk, or not at all. `once`: a
 * file that is there already is never replaced, and gives null. `place`: where it is written, when it gets to its name only later.
 */
export async function sealFile(folder: string, key: BackupKey, head: Head, from: Readable, options: { readonly once?: boolean; readonly place?: string } = {}): Promise<Measured | null> {
  const path = options.place ?? join(folder, head.name)
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const measure = measuring()
    // The least work: journals are mostly zeros, and documents are noise already.
    await pipeline(from, createGzip({ level: 1 }), sealing(key, head), measure.stream, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }))
    if (options.once && !(await linkOnce(draft, path))) return null
    if (!options.once) await rename(draft, path)
    await syncFolder(dirname(path))
    return measure.result()
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * The plain bytes of a sealed file, into a stream. Throws DamagedFile when anything is not as it was put there. `moved`: where
 * in the folder it lies now, when that is not its name.
 */
export async function openFile(folder: string, key: BackupKey, name: string, into: Writable, moved = name): Promise<void> {
  try {
    await pipeline(createReadStream(join(folder, moved)), opening(key, name), createGunzip(), into)
  } catch (error) {
    if (isMissing(error)) throw new DamagedFile(name, { cause: error })
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_') ? new DamagedFile(name, { cause: error }) : error
  }
}

/** Reads a sealed file to its end, and gives the SHA-256 (hex) of its plain bytes. */
export async function proveFile(folder: string, key: BackupKey, name: string): Promise<string> {
  const hash = createHash('sha256')
  await openFile(folder, key, name, new Writable({ write: (chunk: Buffer, _encoding, done) => (hash.update(chunk), done()) }))
  return hash.digest('hex')
}

/** What a sealed file says of itself; true only once the file is opened. */
export async function headOf(folder: string, name: string): Promise<Head> {
  const file = await open(join(folder, name), 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_300), 0, 4_300, 0)
    return readHead(buffer.subarray(0, bytesRead), name)
  } finally {
    await file.close()
  }
}

/** Size and hash of a file as it lies there. */
export async function measureFile(path: string): Promise<Measured> {
  const measure = measuring()
  await pipeline(createReadStream(path), measure.stream, new Writable({ write: (_chunk, _encoding, done) => done() }))
  return measure.result()
}

function measuring(): { readonly stream: Transform; readonly result: () => Measured } {
  const hash = createHash('sha256')
  let size = 0
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      size += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ size, sha256: hash.digest('hex') }) }
}

/** A name of its own by a hard link, which fails when it is taken; memory sticks and shares often have no such links. */
async function linkOnce(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error
    if (await stat(path).then(() => true, () => false)) return false
    await rename(draft, path)
    return true
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'
