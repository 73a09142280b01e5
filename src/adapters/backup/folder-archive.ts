import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, pack, type Pack } from 'tar-stream'

export type FolderArchive = {
  /** The archive (tar), to be read while it is filled. */
  readonly stream: Readable
  /** Adds what lies below a folder but for paths (with `/`, relative to it) that are left out. */
  addFolder(folder: string, leaveOut: (path: string) => boolean): Promise<void>
  addText(name: string, text: string): Promise<void>
  finish(): void
  /** Ends what reads it in failure. */
  fail(error: Error): void
}

const pieceBytes = 262_144

/** Packs a folder that is written to meanwhile: as a database's is during a backup. */
export function packFolder(): FolderArchive {
  const archive = pack()
  return {
    stream: archive as unknown as Readable,
    addFolder: async (folder, leaveOut) => {
      for await (const { path, isFolder } of walk(folder, folder, leaveOut)) {
        if (isFolder) await addEntry(archive, { name: path, type: 'directory', mode: 0o700, size: 0 })
        else await addFile(archive, folder, path)
      }
    },
    addText: async (name, text) => {
      const bytes = Buffer.from(text)
      await addEntry(archive, { name, type: 'file', mode: 0o600, size: bytes.length }, async (sink) => void sink.write(bytes))
    },
    finish: () => archive.finalize(),
    fail: (error) => void archive.destroy(error),
  }
}

/** Where a packed folder is unpacked to: give it what `packFolder` made, and wait for `done`. */
export function unpackFolder(into: string): { readonly sink: Writable; readonly done: Promise<void> } {
  const archive = extract()
  const done = (async () => {
    for await (const entry of archive) {
      const path = resolve(into, entry.header.name)
      if (path !== into && !path.startsWith(into + sep)) throw new Error('The backup holds a path that leads out of it.')
      if (entry.header.type === 'directory') {
        await mkdir(path, { recursive: true, mode: 0o700 })
        entry.resume()
        continue
      }
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await pipeline(entry, createWriteStream(path, { mode: 0o600 }))
    }
  })()
  // Whoever fills it is told first; this only keeps the process from ending.
  done.catch(() => undefined)
  return { sink: archive as unknown as Writable, done }
}

async function* walk(root: string, folder: string, leaveOut: (path: string) => boolean): AsyncGenerator<{ readonly path: string; readonly isFolder: boolean }> {
  for (const name of (await readdir(folder).catch(ifGone([]))).sort()) {
    const full = join(folder, name)
    const path = relative(root, full).split(sep).join('/')
    if (leaveOut(path)) continue
    const found = await lstat(full).catch(ifGone(null))
    if (found?.isDirectory()) {
      yield { path, isFolder: true }
      yield* walk(root, full, leaveOut)
    } else if (found?.isFile()) yield { path, isFolder: false }
  }
}

/**
 * A file that grows while it is read is taken as far as it went when it was opened, one that shrinks is filled up with zeros:
 * the journal that belongs to the backup sets both right.
 */
async function addFile(archive: Pack, folder: string, path: string): Promise<void> {
  const file = await open(join(folder, path), 'r').catch(ifGone(null))
  if (!file) return
  try {
    const { size } = await file.stat()
    await addEntry(archive, { name: path, type: 'file', mode: 0o600, size }, async (sink) => {
      for (let at = 0; at < size; ) {
        const piece = Buffer.alloc(Math.min(pieceBytes, size - at))
        for (let got = 0; got < piece.length; ) {
          const { bytesRead } = await file.read(piece, got, piece.length - got, at + got)
          if (bytesRead === 0) break
          got += bytesRead
        }
        if (!sink.write(piece)) await once(sink, 'drain')
        at += piece.length
      }
    })
  } finally {
    await file.close()
  }
}

type Entry = { readonly name: string; readonly type: 'file' | 'directory'; readonly mode: number; readonly size: number }

async function addEntry(archive: Pack, entry: Entry, fill: (sink: Writable) => Promise<void> = async () => undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const sink = archive.entry({ ...entry }, (error) => (error ? reject(error) : resolve())) as unknown as Writable
  await Promise.race([promise, fill(sink).then(() => entry.type === 'file' && sink.end())])
  await promise
}

function ifGone<T>(instead: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
}
