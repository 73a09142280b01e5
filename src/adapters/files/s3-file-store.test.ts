import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startS3Server, type S3Server } from '../../../tests/support/s3-server.ts'
import { FilesAway } from '../../usecases/files-away.ts'
import { openS3FileStore } from './s3-file-store.ts'

let server: S3Server
const open = (change: { readonly secretAccessKey?: string; readonly bucketUrl?: string; readonly patienceMs?: number } = {}) =>
  openS3FileStore({ bucketUrl: server.bucketUrl, region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', ...change })
before(async () => {
  server = await startS3Server()
})
after(() => server?.stop())

const key = randomBytes(32)
const scan = Buffer.from('%PDF-1.7 Siti Aminah 3171060508900003')
const nobody = async () => new Set<string>()

test('a document comes back as it was put, and is unreadable in the bucket', async () => {
  const store = open()
  const { ref, size, sha256 } = await store.put(key, scan)
  assert.deepEqual(await store.get(key, ref), scan)
  assert.deepEqual([size, sha256], [scan.length, createHash('sha256').update(scan).digest('hex')])
  await assert.rejects(store.get(randomBytes(32), ref), /sealed box does not open/)
  assert.deepEqual(await open().get(key, ref), scan, 'on another node too')
})

test('a scan of twenty megabytes goes there and back', async () => {
  const big = randomBytes(20 * 1024 * 1024)
  const store = open({ patienceMs: 120_000 })
  const { ref } = await store.put(key, big)
  assert.ok(big.equals(await store.get(key, ref)))
})

test('what was removed is gone, and removing it again is no error', async () => {
  const store = open()
  const { ref } = await store.put(key, scan)
  await store.remove(ref)
  await store.remove(ref)
  await assert.rejects(store.get(key, ref), { code: 'ENOENT' })
})

test('sweeping takes old documents without reference through all pages of the list, and nothing else', async () => {
  const store = open()
  await store.sweep(nobody, 0, Date.now() + 60_000)
  const puts: string[] = []
  for (let batch = 0; batch < 13; batch++) puts.push(...(await Promise.all(Array.from({ length: 40 }, () => store.put(key, Buffer.from('x'))))).map(({ ref }) => ref))
  const kept = new Set(puts.filter((_, index) => index % 4 === 0))
  const referenced = async (refs: readonly string[]) => new Set(refs.filter((ref) => kept.has(ref)))
  assert.equal(await store.sweep(referenced, 3_600_000, Date.now()), 0, 'none is old')
  assert.equal(await store.sweep(referenced, 3_600_000, Date.now() + 2 * 3_600_000), puts.length - kept.size)
  assert.equal(await store.sweep(nobody, 0, Date.now() + 60_000), kept.size)
})

test('a reference that is a path is refused before anything is asked', async () => {
  const store = open()
  for (const ref of ['../x', '', 'a'.repeat(31), 'A'.repeat(32), `${'a'.repeat(32)}?acl`]) {
    await assert.rejects(async () => store.get(key, ref), /not a reference/)
    await assert.rejects(async () => store.remove(ref), /not a reference/)
  }
})

test('a wrong secret, a bucket that is not there, a frozen and a dead store are all told apart from a document that is not there', async () => {
  const { ref } = await open().put(key, scan)
  await assert.rejects(open({ secretAccessKey: 'wrong' }).put(key, scan), FilesAway)
  await assert.rejects(open({ bucketUrl: `${server.bucketUrl}-2` }).put(key, scan), FilesAway)
  server.freeze()
  await assert.rejects(open({ patienceMs: 300 }).put(key, scan), FilesAway)
  await assert.rejects(open({ patienceMs: 300 }).get(key, ref), FilesAway)
  server.goOn()
  await server.kill()
  await assert.rejects(open().put(key, scan), FilesAway)
  await server.start()
  assert.deepEqual(await open().get(key, ref), scan, 'and when it is back, everything is there')
})
