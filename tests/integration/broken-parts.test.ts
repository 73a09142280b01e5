import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { prepare } from '../../scripts/prepare.ts'
import { databaseOf, draftsBeside } from '../support/beside.ts'
import { auditCrowd, sendAll } from '../support/crowd.ts'
import { photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { startS3Server, type S3Server } from '../support/s3-server.ts'
import { fillIn, send } from '../support/submission.ts'
import { begin, openVisitor, upload, type VisitorClient } from '../support/visitor-client.ts'

/** A mail server that takes every call and says nothing. */
const silent = createServer((socket) => callers.add(socket))
const callers = new Set<Socket>()
let s3: S3Server
let office: RunningOffice
let database: pg.Client
let dewi: VisitorClient
before(async () => {
  await prepare(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  s3 = await startS3Server()
  office = await runOffice({ LOG_LEVEL: 'silent', S3_URL: `${s3.url}?timeout=3`, SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` })
  database = new pg.Client({ connectionString: (await databaseOf(office)).superUrl })
  database.on('error', () => undefined)
  await database.connect()
  dewi = openVisitor(office.origin)
  await dewi.be('citizen')
})
after(async () => {
  await database?.end()
  await office?.stop()
  await s3?.stop()
  callers.forEach((socket) => socket.destroy())
  silent.close()
})

const documentsOf = async (id: string) => (await database.query<{ ref: string }>('select ref from office.documents where application = $1 and current', [id])).rows.map((row) => row.ref)

test('While the store of documents is dead or slow an upload is refused in plain words, what stood there stands, and everything else goes on', async () => {
  const id = await begin(dewi)
  assert.equal((await upload(dewi, id, 'ktp', await photo(), 'ktp.jpg')).status, 303)
  const stood = await documentsOf(id)
  for (const [breaks, mends] of [[s3.kill, s3.start], [async () => s3.freeze(), async () => s3.goOn()]] as const) {
    await breaks()
    const refused = await upload(dewi, id, 'ktp', await photo(), 'baru.jpg')
    assert.equal(refused.status, 422)
    assert.match(await refused.text(), /sedang tidak dapat disimpan/)
    assert.deepEqual(await documentsOf(id), stood)
    assert.equal((await dewi.get(`/applications/${id}/documents`)).status, 200)
    assert.equal((await fetch(`${office.origin}/readyz`)).status, 200)
    await mends()
  }
  assert.equal((await upload(dewi, id, 'ktp', await photo(), 'baru.jpg')).status, 303)
  assert.notDeepEqual(await documentsOf(id), stood)
})

test('With a mail server that says nothing and a dead store of documents an application is sent all the same, its receipt waits, and no other job waits for the mail', async () => {
  const id = await fillIn(dewi)
  await s3.kill()
  assert.equal(await send(dewi, id, randomUUID()), 303)
  assert.equal((await dewi.get(`/applications/${id}/receipt`)).status, 200)
  await s3.start()
  const jobs = async (where: string) => (await database.query(`select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where ${where}`)).rowCount
  assert.equal(await jobs(`t.identifier = 'mail' and j.payload ->> 'application' = '${id}'`), 1)
  // More mails than all workers together could hold on to.
  for (let mail = 0; mail < 10; mail++) await database.query("select graphile_worker.add_job('mail', payload => json_build_object('application', $1::text, 'message', 'receipt'))", [id])
  for (let wait = 0; wait < 100 && callers.size < 3; wait++) await sleep(100)
  await database.query("select graphile_worker.add_job('booking-sweep', job_key => 'meanwhile')")
  for (let wait = 0; wait < 100 && (await jobs("j.key = 'meanwhile'")) !== 0; wait++) await sleep(100)
  assert.equal(await jobs("j.key = 'meanwhile'"), 0)
  assert.equal(await jobs("t.identifier = 'mail'"), 11, 'and no mail is lost')
})

test('While the database takes no changes people read and track, are told what does not work, and send when it does', async () => {
  const id = await fillIn(dewi)
  const command = randomUUID()
  const set = async (value: string) => {
    await database.query(`alter system set default_transaction_read_only = ${value}`)
    await database.query('select pg_reload_conf()')
    await sleep(500)
  }
  await set('on')
  try {
    assert.equal((await dewi.get('/services/izin-penelitian')).status, 200)
    assert.equal((await dewi.get(`/applications/${id}`)).status, 200)
    assert.equal((await dewi.post('/track', { number: 'IP-26-000001-1', code: 'ABCD-EFGH' })).status < 500, true)
    const refused = await dewi.post(`/applications/${id}/check`, { declared: 'yes', command })
    assert.ok(refused.status >= 500)
    assert.match(await refused.text(), /sedang tidak dapat mencatat/)
    const ready = await fetch(`${office.origin}/readyz`)
    assert.equal(ready.status, 200)
    assert.match(await ready.text(), /takes no changes/)
  } finally {
    await database.query('set default_transaction_read_only = off')
    await set('off')
  }
  assert.equal(await send(dewi, id, command), 303)
  assert.equal((await database.query('select from office.cases where id = $1', [id])).rowCount, 1)
})

const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && mountTried()

test('The disk fills up while people send applications: uploads are refused in words, nothing that was confirmed is lost, and the office goes on by itself when there is room', { skip: !mayMount && 'a small disk can be made by root only, where it may mount one' }, async (t) => {
  const disk = await mkdtemp(join(tmpdir(), 'small-disk-'))
  assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0755', 'tmpfs', disk]).status, 0)
  let own: RunningOffice | null = null
  try {
    own = await runOffice({ DEMO: '1', LOG_LEVEL: 'silent', DATA_DIR: disk, SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` })
    const at = { origin: own.origin, dataDir: disk }
    const running = { ...own, dataDir: disk }
    const drafts = await draftsBeside(at, await databaseOf(running), 120)
    const visitor = openVisitor(own.origin)
    await visitor.be('citizen')
    const id = await begin(visitor)
    const crowd = sendAll(own.origin, [own.origin], drafts, 6)
    while (crowd.outcomes.length < 30) await sleep(5)
    await fill(join(disk, 'ballast'))
    const before = crowd.confirmed()
    const refused = await upload(visitor, id, 'ktp', await photo(), 'ktp.jpg')
    assert.ok(refused.status === 422 || refused.status >= 500, String(refused.status))
    await sleep(3_000)
    t.diagnostic(`${before} were confirmed when the disk was full, ${crowd.confirmed() - before} more while it was`)
    await rm(join(disk, 'ballast'))
    await crowd.over
    const audit = await auditCrowd((await databaseOf(running)).superUrl, crowd.outcomes)
    assert.deepEqual({ half: audit.half, lost: audit.lost, doubled: audit.doubled }, { half: [], lost: [], doubled: 0 })
    assert.equal(audit.whole + audit.untouched, drafts.length)
    assert.equal((await upload(visitor, id, 'ktp', await photo(), 'ktp.jpg')).status, 303)
  } finally {
    await own?.stop()
    spawnSync('umount', ['-l', disk])
    await rm(disk, { recursive: true, force: true })
  }
})

function mountTried(): boolean {
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
}

/** Takes every byte that is left. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (const size of [1 << 20, 4096]) for (;;) {
      const took = await file.write(Buffer.alloc(size)).then(() => true, (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOSPC') return false
        throw error
      })
      if (!took) break
    }
    assert.equal((await statfs(path)).bfree, 0)
  } finally {
    await file.close()
  }
}
