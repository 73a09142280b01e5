import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { access, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readBackupState } from '../../src/adapters/backup/backup-state.ts'
import { checkBackup } from '../../src/adapters/backup/check-backup.ts'
import { chooseBackup } from '../../src/adapters/backup/choose-backup.ts'
import { examineDatabase, type Examined } from '../../src/adapters/backup/examine-database.ts'
import { formerName, mirroredName } from '../../src/adapters/backup/mirror-files.ts'
import { restoreDocuments } from '../../src/adapters/backup/restore-documents.ts'
import { openFileStore } from '../../src/adapters/files/file-store.ts'
import { openKeyring } from '../../src/adapters/keys/keyring.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import { openBackedUpOffice, type BackedUpOffice } from '../support/backed-up-office.ts'
import { photo, submitResearch } from '../support/research.ts'

const program = fileURLToPath(new URL('../../src/cli/satu-pintu.ts', import.meta.url))
let house: BackedUpOffice
/** What the office was at the instant that everything is restored to. */
let then: Examined
let instant = ''
let asked: { readonly id: string }
before(async () => {
  house = await openBackedUpOffice()
  asked = await submitResearch(house.opened.office, await house.citizen('sebelum@warga.example'))
})
after(() => house?.clear())

const choose = (folder: string) => chooseBackup({ folder, key: house.key, to: null, backup: null })
const restore = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'restore', '--from', house.folder, '--key', house.keyFile, '--json', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: house.dataDir },
  })
  return { status, stdout, stderr }
}

test('The nightly backup is brought back into a scratch server and found to be the same, row by row and event by event', async () => {
  const checked = await checkBackup({ ...house.plan, keepDays: 14, log: () => undefined })
  assert.ok(checked.ok, JSON.stringify(checked))
  assert.equal(checked.restored.documents, 3)
  assert.deepEqual(checked.restored.rows, (await examineDatabase(house.client)).rows)
  const state = await readBackupState(house.folder)
  assert.equal(state.lastCheck, 'ok')
  for (const at of [state.lastBackupAt, state.lastCheckedAt, state.lastArchivedAt, state.archivedTo]) assert.ok(Date.parse(at ?? '') > Date.now() - 600_000)
  await assert.rejects(access(join(house.dataDir, 'restore-check')), 'nothing of the scratch server is left')
})

test('The office is lost, and goes on from the second that was asked for: no event more, none less, and its documents open', async () => {
  await submitResearch(house.opened.office, await house.citizen('antara@warga.example'))
  then = await examineDatabase(house.client)
  // Instants are asked for in whole seconds: this one is over when the next application comes.
  await sleep(1_000 - (Date.now() % 1_000) + 50)
  instant = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString().replace('.000', '')
  await sleep(1_000)
  await submitResearch(house.opened.office, await house.citizen('sesudah@warga.example'))
  const later = await examineDatabase(house.client)
  assert.ok(later.events > then.events)
  await house.close()
  assert.equal(restore().status, 1, 'never over a living one')
  assert.match(restore().stderr, /is not empty, and nothing in it will be overwritten/)
  await rm(house.dataDir, { recursive: true })
  const answer = restore('--to', instant)
  assert.equal(answer.status, 0, answer.stderr)
  const { events, last, documents } = JSON.parse(answer.stdout) as { events: number; last: object; documents: number }
  assert.deepEqual({ events, last, documents }, { events: then.events, last: then.last, documents: 6 })
  assert.equal((await stat(house.dataDir)).mode & 0o077, 0)
  const kept = await restoredOffice()
  assert.deepEqual(kept.examined, then)
  assert.deepEqual(kept.scan, await photo(), "a citizen's scan opens with the restored keys")
})

test('A backup that was cut at any byte, and one in which a byte was changed, is refused before anything is touched', async () => {
  const { manifest } = await choose(house.folder)
  const copy = join(house.root, 'copy')
  await cp(house.folder, copy, { recursive: true })
  const place = join(copy, 'backups', manifest.id)
  const whole = await readFile(join(place, 'manifest.json'))
  // Its last byte is the end of the line.
  for (let length = 0; length < whole.length - 1; length++) {
    await writeFile(join(place, 'manifest.json'), whole.subarray(0, length))
    await assert.rejects(choose(copy), new RegExp(manifest.id), `cut at ${length}`)
  }
  await writeFile(join(place, 'manifest.json'), whole.toString().replace('"timeline": 1', '"timeline": 2'))
  await assert.rejects(choose(copy), /was changed after it was made/)
  await writeFile(join(place, 'manifest.json'), whole)
  const journal = (await readdir(join(copy, 'journal'))).filter((name) => name.startsWith('00000001')).sort()
  for (const path of [join(place, 'database.tar.gz.sealed'), join(place, 'office.tar.gz.sealed'), join(copy, 'journal', journal.at(-2)!)]) {
    const bytes = await readFile(path)
    for (const part of [0, 0.5, 0.9, 1]) {
      const at = Math.min(bytes.length - 1, Math.floor(part * bytes.length))
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      await writeFile(path, changed)
      await assert.rejects(choose(copy), /was changed|is damaged/, `${path}: byte ${at}`)
      await truncate(path, at)
      await assert.rejects(choose(copy), /was changed or cut|is damaged/, `${path}: cut at ${at}`)
    }
    await rm(path)
    await assert.rejects(choose(copy), /missing|gap|cut/, path)
    await writeFile(path, bytes)
  }
  await choose(copy)
  // A backup that was being taken when the power went has no name yet.
  await rm(join(copy, 'backups'), { recursive: true })
  await cp(join(house.folder, 'backups', manifest.id), join(copy, 'backups', `unfinished-${manifest.id}`), { recursive: true })
  await assert.rejects(choose(copy), /no finished backup/)
})

test('A document that was changed in the backup is found; one that the office has no more comes back all the same', async () => {
  const into = join(house.root, 'documents')
  await withRestored(async (client) => {
    const { rows } = await client.query<{ ref: string }>('select ref from office.documents order by ref')
    const { ref } = rows[0]!
    const path = join(house.folder, mirroredName(ref))
    const whole = await readFile(path)
    const changed = Buffer.from(whole)
    changed[changed.length - 1]! ^= 1
    await writeFile(path, changed)
    await assert.rejects(restoreDocuments({ client, folder: house.folder, key: house.key }, into), new RegExp(`${ref}.* was changed or cut`))
    await mkdir(dirname(join(house.folder, formerName(ref))), { recursive: true })
    await writeFile(join(house.folder, formerName(ref)), whole)
    await rm(path)
    await rm(into, { recursive: true, force: true })
    assert.equal(await restoreDocuments({ client, folder: house.folder, key: house.key }, into), 6)
    await rm(join(house.folder, formerName(ref)))
    await assert.rejects(restoreDocuments({ client, folder: house.folder, key: house.key }, join(house.root, 'again')), /was changed or cut/)
    await writeFile(path, whole)
  })
})

test('A restore that is refused leaves nothing behind', async () => {
  const journal = (await readdir(join(house.folder, 'journal'))).sort().at(-2)!
  const path = join(house.folder, 'journal', journal)
  const whole = await readFile(path)
  await truncate(path, whole.length - 1)
  const answer = restore('--into', join(house.root, 'elsewhere'))
  assert.equal(answer.status, 1)
  assert.match(answer.stderr, new RegExp(`${journal}.* was changed or cut`))
  assert.deepEqual((await readdir(house.root)).filter((name) => name.includes('elsewhere')), [])
  await writeFile(path, whole)
})

test('An instant from before the first backup, without its zone, or still to come is answered in plain words', () => {
  for (const [to, words] of [['2020-01-01T00:00:00Z', /no backup from before/], ['2026-11-25T14:03:00', /with its zone/], ['2999-01-01T00:00:00Z', /not come yet/]] as const) {
    const answer = restore('--into', join(house.root, 'never'), '--to', to)
    assert.equal(answer.status, 1)
    assert.match(answer.stderr, words)
  }
})

function restoredOffice(): Promise<{ readonly examined: Examined; readonly scan: Buffer }> {
  return withRestored(async (client) => {
    const examined = await examineDatabase(client)
    const keys = await openKeyring(join(house.dataDir, 'keys'))
    const { rows } = await client.query<{ wrapped: string; ref: string }>("select k.wrapped, d.ref from office.data_keys k join office.documents d on d.application = k.id where k.id = $1 and d.requirement = 'ktp'", [asked.id])
    return { examined, scan: await (await openFileStore(join(house.dataDir, 'files'))).get(keys.unwrap(rows[0]!.wrapped), rows[0]!.ref) }
  })
}

async function withRestored<Answer>(work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const postgres = await startEmbeddedPostgres({ dir: join(house.dataDir, 'postgres'), log: () => undefined })
  const client = new pg.Client({ connectionString: postgres.officeUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
    await postgres.stop()
  }
}
