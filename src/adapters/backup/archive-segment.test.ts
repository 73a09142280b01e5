import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openBackupKey, type BackupKey } from './backup-key.ts'
import { readBackupState } from './backup-state.ts'
import { listJournal, readPiece } from './journal.ts'
import { openMirror } from './mirror-files.ts'
import { shipJournal } from './ship-journal.ts'

const script = fileURLToPath(new URL('./archive-segment.ts', import.meta.url))
const name = '000000010000000000000003'
const piece = randomBytes(16 * 1024 * 1024)
let dir = ''
let key: BackupKey
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'archive-'))
  key = await openBackupKey(join(dir, 'backup.key'))
  await writeFile(join(dir, name), piece)
  await utimes(join(dir, name), new Date('2026-11-25T07:03:00Z'), new Date('2026-11-25T07:03:00Z'))
})
after(() => rm(dir, { recursive: true, force: true }))

const args = (outbox: string, from = join(dir, name)) => ['--disable-warning=ExperimentalWarning', script, from, name, outbox]
const archive = (outbox: string, from?: string) => spawnSync(process.execPath, args(outbox, from), { encoding: 'utf8' })
const newOutbox = (called: string) => mkdir(join(dir, called)).then(() => join(dir, called))
const pieces = async (outbox: string) => (await readdir(outbox)).filter((each) => !each.endsWith('.new'))

test('The archive command is killed in the middle: there is the whole piece or none, and the next attempt makes it whole', async () => {
  const outbox = await newOutbox('killed')
  let drafts = 0
  for (let round = 0; round < 12; round++) {
    const child = spawn(process.execPath, args(outbox), { stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    // From the first byte on the disk to some milliseconds later: in the middle of the copying, the syncing, the naming.
    for (let wait = 0; wait < 2_000 && (await readdir(outbox)).length === 0 && child.exitCode === null; wait++) await sleep(2)
    await sleep(round)
    child.kill('SIGKILL')
    await ended
    for (const each of await pieces(outbox)) assert.ok((await readFile(join(outbox, each))).equals(piece), 'what has its name is whole')
    drafts += (await readdir(outbox)).some((each) => each.endsWith('.new')) ? 1 : 0
    await rm(join(outbox, name), { force: true })
    for (const draft of await readdir(outbox)) if (round < 11) await rm(join(outbox, draft))
  }
  assert.ok(drafts > 0, 'it was hit in the middle at least once')
  assert.equal(archive(outbox).status, 0)
  assert.ok((await readFile(join(outbox, name))).equals(piece))
  assert.equal((await stat(join(outbox, name))).mtime.toISOString(), '2026-11-25T07:03:00.000Z')
})

test('The same piece again is taken as done; another content under its name is refused and changes nothing', async () => {
  const outbox = await newOutbox('twice')
  assert.equal(archive(outbox).status, 0)
  assert.equal(archive(outbox).status, 0)
  await writeFile(join(dir, 'other'), randomBytes(1_000))
  const refused = archive(outbox, join(dir, 'other'))
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /other content/)
  assert.deepEqual(await readdir(outbox), [name])
  assert.ok((await readFile(join(outbox, name))).equals(piece))
})

test('A piece goes from the outbox into the backup once, sealed; a second one of that name with other content stops there', async () => {
  const outbox = await newOutbox('shipped')
  const folder = join(dir, 'backup')
  const shipping = { outbox, folder, key, mirror: openMirror({ files: join(dir, 'files'), folder, key }) }
  archive(outbox)
  assert.equal((await Promise.all([shipJournal(shipping), shipJournal(shipping)])).some((count) => count === 1), true)
  assert.deepEqual(await readdir(outbox), [])
  assert.deepEqual(await listJournal(folder), [name])
  assert.ok((await readPiece(folder, key, name)).equals(piece))
  assert.equal((await readBackupState(folder)).archivedTo, '2026-11-25T07:03:00.000Z')
  archive(outbox)
  assert.equal(await shipJournal(shipping), 1, 'the same again is nothing new')
  archive(outbox, join(dir, 'other'))
  await assert.rejects(shipJournal(shipping), /other content/)
  assert.ok((await readPiece(folder, key, name)).equals(piece))
})
