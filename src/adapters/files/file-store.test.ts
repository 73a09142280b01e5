import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openFileStore, type FileStore } from './file-store.ts'

const folders: string[] = []
async function newStore(): Promise<{ readonly dir: string; readonly store: FileStore }> {
  const dir = await mkdtemp(join(tmpdir(), 'files-'))
  folders.push(dir)
  return { dir, store: await openFileStore(join(dir, 'documents')) }
}
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const key = randomBytes(32)
const hour = 3_600_000
const scan = Buffer.from('%PDF-1.7 Siti Aminah 3171060508900003')
const pathOf = (dir: string, ref: string) => join(dir, 'documents', ref.slice(0, 2), ref.slice(2, 4), ref)
const filesIn = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name)
const makeOld = (path: string) => utimes(path, new Date(0), new Date(0))

test('a document comes back as it was put, and is unreadable on the disk', async () => {
  const { dir, store } = await newStore()
  const { ref, size, sha256 } = await store.put(key, scan)
  assert.deepEqual(await store.get(key, ref), scan)
  assert.deepEqual([size, sha256], [scan.length, createHash('sha256').update(scan).digest('hex')])
  assert.deepEqual(await filesIn(dir), [ref])
  const stored = await readFile(pathOf(dir, ref))
  assert.equal(stored.includes('Siti'), false)
  assert.equal(stored.includes('%PDF'), false)
})

test('a store opened again still has its documents', async () => {
  const { dir, store } = await newStore()
  const { ref } = await store.put(key, scan)
  assert.deepEqual(await (await openFileStore(join(dir, 'documents'))).get(key, ref), scan)
})

test('the same document put twice is two files, so that one person can be erased without the other', async () => {
  const { store } = await newStore()
  const [first, second] = [await store.put(key, scan), await store.put(key, scan)]
  assert.notEqual(first.ref, second.ref)
  await store.remove(first.ref)
  await store.remove(first.ref)
  assert.deepEqual(await store.get(key, second.ref), scan)
  await assert.rejects(store.get(key, first.ref), { code: 'ENOENT' })
})

test('a changed, cut or swapped file fails loudly', async () => {
  const { dir, store } = await newStore()
  const [mine, other] = [await store.put(key, scan), await store.put(key, Buffer.from('another document'))]
  await assert.rejects(store.get(randomBytes(32), mine.ref), /sealed box does not open/)
  const path = pathOf(dir, mine.ref)
  const stored = await readFile(path)
  for (const at of [0, 1, 20, stored.length - 1]) {
    const changed = Buffer.from(stored)
    changed[at]! ^= 1
    await writeFile(path, changed)
    await assert.rejects(store.get(key, mine.ref), `byte ${at}`)
  }
  await writeFile(path, stored.subarray(0, -1))
  await assert.rejects(store.get(key, mine.ref))
  await copyFile(pathOf(dir, other.ref), path)
  await assert.rejects(store.get(key, mine.ref), /another place/)
})

test('a reference that is a path is refused before the disk is touched', async () => {
  const { store } = await newStore()
  for (const ref of ['../../../etc/passwd', '', 'a'.repeat(31), `${'a'.repeat(32)}/`, 'A'.repeat(32)]) {
    await assert.rejects(async () => store.get(key, ref), /not a reference/)
    await assert.rejects(async () => store.remove(ref), /not a reference/)
  }
})

test('sweeping takes old unfinished uploads and old orphans, and nothing else', async () => {
  const { dir, store } = await newStore()
  const puts = await Promise.all(Array.from({ length: 4 }, () => store.put(key, scan)))
  const [kept, orphan, fresh, freshKept] = puts.map(({ ref }) => ref) as [string, string, string, string]
  const [stale, uploading] = ['a'.repeat(32), 'b'.repeat(32)]
  for (const name of [stale, uploading, 'readme.txt']) await writeFile(join(dir, 'documents', 'unfinished', name), 'x')
  for (const path of [pathOf(dir, kept), pathOf(dir, orphan)]) await makeOld(path)
  for (const name of [stale, 'readme.txt']) await makeOld(join(dir, 'documents', 'unfinished', name))
  const asked: string[] = []
  const removed = await store.sweep(
    async (refs) => (asked.push(...refs), new Set([kept, freshKept])),
    hour,
    Date.now(),
  )
  assert.equal(removed, 2)
  assert.deepEqual(asked.toSorted(), [kept, orphan].toSorted())
  assert.deepEqual((await filesIn(dir)).toSorted(), [kept, fresh, freshKept, uploading, 'readme.txt'].toSorted())
})

test('an upload that fails leaves nothing behind', async () => {
  const { dir, store } = await newStore()
  await assert.rejects(store.put(randomBytes(31), scan))
  assert.deepEqual(await filesIn(dir), [])
})
