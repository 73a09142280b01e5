import assert from 'node:assert/strict'
import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { checkBackup } from '../../src/adapters/backup/check-backup.ts'
import { mirroredName } from '../../src/adapters/backup/mirror-files.ts'
import { restoreOffice } from '../../src/adapters/backup/restore-office.ts'
import { takeBackup } from '../../src/adapters/backup/take-backup.ts'
import { openBucket, type S3Settings } from '../../src/adapters/files/bucket.ts'
import { openDocument } from '../../src/usecases/open-document.ts'
import { openBackedUpOffice, type BackedUpOffice } from '../support/backed-up-office.ts'
import { photo, submitResearch } from '../support/research.ts'
import { startS3Server, type S3Server } from '../support/s3-server.ts'

let store: S3Server
let s3: S3Settings
let house: BackedUpOffice
before(async () => {
  store = await startS3Server()
  s3 = { bucketUrl: store.bucketUrl, region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', patienceMs: 3_000 }
  house = await openBackedUpOffice({ s3 })
})
after(async () => {
  await house?.clear()
  await store?.stop()
})

const refs = async () => (await house.client.query<{ ref: string }>('select ref from office.documents order by ref')).rows.map(({ ref }) => ref)
const inBucket = async () => (await Array.fromAsync(openBucket(s3).list())).flat().map(({ ref }) => ref).sort()

test('Documents in a bucket are in the backup, sealed as they lie there, and the nightly check misses none', async () => {
  await submitResearch(house.opened.office, await house.citizen('berkas@warga.example'))
  const checked = await checkBackup({ ...house.plan, keepDays: 14, log: () => undefined })
  assert.ok(checked.ok, JSON.stringify(checked))
  assert.equal(checked.restored.documents, 3)
  for (const ref of await refs()) await access(join(house.folder, mirroredName(ref)))
})

test('Bucket and disk are lost together: the office comes back with every document in the bucket again, and they open', async () => {
  const visitor = await house.citizen('berkas@warga.example')
  const all = await refs()
  await house.close()
  await rm(house.dataDir, { recursive: true })
  for (const ref of await inBucket()) await openBucket(s3).remove(ref)
  const restored = await restoreOffice({ folder: house.folder, key: house.key, target: { kind: 'all' }, backup: null, log: () => undefined, s3 }, house.dataDir)
  assert.equal(restored.documents, 3)
  assert.deepEqual(await inBucket(), all)
  house = await openBackedUpOffice({ root: house.root, s3 })
  const { rows } = await house.client.query<{ id: string }>("select id from office.documents where requirement = 'ktp'")
  const opened = await openDocument(house.opened.office, visitor, rows[0]!.id, { preview: false })
  assert.ok(opened.ok, JSON.stringify(opened))
  assert.deepEqual(Buffer.from(opened.bytes), await photo())
})

test('While the bucket is away the journal goes on being kept, and no whole backup pretends to have the documents', async () => {
  await store.kill()
  await assert.rejects(takeBackup(house.plan))
  await house.client.query('select pg_switch_wal()')
  await store.start()
  const { id } = await takeBackup(house.plan)
  assert.match(id, /^\d{8}T\d{6}Z$/)
})
