import assert from 'node:assert/strict'
import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { writeBackupState } from '../../src/adapters/backup/backup-state.ts'
import { askDatabase } from '../../src/adapters/doctor/ask-database.ts'
import type { Check } from '../../src/adapters/doctor/check.ts'
import { checks, runDoctor, type Checked, type Patient } from '../../src/adapters/doctor/run-doctor.ts'
import { startMailSink } from '../../src/adapters/mail/index.ts'
import { writeUpgradeState, type UpgradeState } from '../../src/adapters/upgrade/upgrade-state.ts'
import { worst } from '../../src/office/operations/light.ts'
import type { Locale } from '../../src/office/service.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
let database: ReturnType<typeof askDatabase>
let owner: pg.Client
before(async () => {
  house = await openTestOffice({ now: Date.now() })
  database = askDatabase(house.database.adminUrl)
  owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
})
after(async () => {
  await owner?.end()
  await database?.end()
  await house?.close()
})

const patient = (changed: Partial<Patient> = {}): Patient => ({
  dataDir: house.dataDir, origin: 'http://localhost:3000', demo: true, smtpUrl: null, ownDatabase: false, backupDir: null, now: Date.now, ask: database.ask, ...changed,
})
const examine = async (changed: Partial<Patient> = {}, locale: Locale = 'en') => {
  const list = await runDoctor(patient(changed), locale)
  return (id: string): Checked => list.find((each) => each.id === id) ?? assert.fail(`There is no check ${id}.`)
}

test('Of a new office everything that can be well is well, and each check speaks both languages', async () => {
  const [english, indonesian] = [await runDoctor(patient(), 'en'), await runDoctor(patient(), 'id')]
  const wellIn = (list: readonly Checked[]) => list.filter(({ status }) => status === 'ok').map(({ id }) => id)
  assert.deepEqual(english.map(({ id }) => id), checks.map(({ id }) => id))
  for (const id of ['database', 'migrations', 'certificate', 'seals', 'keys', 'permissions', 'clock', 'bloat', 'transactions', 'connections', 'replication', 'web-certificate', 'jobs'])
    assert.ok(wellIn(english).includes(id), JSON.stringify(english.find((each) => each.id === id)))
  assert.deepEqual(wellIn(indonesian), wellIn(english))
  for (const [index, { id, status, message, fix }] of english.entries()) {
    assert.notEqual(indonesian[index]?.message, message, id)
    assert.equal(fix === '', status === 'ok', `${id} says how to mend it when there is something to mend`)
    assert.ok(!/doctor\.|undefined|NaN/.test(`${message}${indonesian[index]?.message}${fix}`), `${id}: ${message} ${fix}`)
  }
})

test('While the database is down it says so, and everything else is still looked at', async () => {
  const gone = askDatabase('postgres://nobody:nothing@127.0.0.1:1/nowhere')
  const check = await examine({ ask: gone.ask, ownDatabase: true })
  await gone.end()
  assert.equal(check('database').status, 'fail')
  assert.match(check('database').message, /ECONNREFUSED/)
  for (const id of ['migrations', 'jobs', 'duties', 'clock', 'bloat']) assert.equal(check(id).status, 'unknown', id)
  for (const id of ['certificate', 'keys', 'seals', 'permissions']) assert.equal(check(id).status, 'ok', id)
  assert.notEqual(check('disk').status, 'unknown')
})

test('A database that takes the connection and never answers holds up nothing else', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const gone = askDatabase(`postgres://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/nowhere`)
  const check = await examine({ ask: gone.ask })
  silent.close()
  assert.deepEqual([check('database').status, check('certificate').status], ['fail', 'ok'])
})

test('Secrets that others can read are told by the file, with the command that closes them', async () => {
  const key = join(house.dataDir, 'signing/mac.key')
  await chmod(key, 0o644)
  const open = (await examine())('permissions')
  assert.equal(open.status, 'fail')
  assert.match(open.message, /signing\/mac\.key/)
  assert.match(open.fix, /^chmod -R go-rwx /)
  await chmod(key, 0o600)
  assert.equal((await examine())('permissions').status, 'ok')
})

test('A master key that is gone, or another one than the cases were sealed with, is told; none is made', async () => {
  await submitResearch(house.office, await house.citizen())
  assert.equal((await examine())('keys').status, 'ok')
  const path = join(house.dataDir, 'keys/master.key')
  await rename(path, `${path}.away`)
  assert.match((await examine())('keys').message, /missing/)
  assert.match((await examine())('keys').message, /missing/, 'looking did not make one')
  const { openKeyring } = await import('../../src/adapters/keys/keyring.ts')
  await openKeyring(join(house.dataDir, 'keys'))
  assert.match((await examine())('keys').message, /not the one/)
  await rename(`${path}.away`, path)
})

test('A certificate is told before it ends, when it has ended, and when it is gone', async () => {
  const inYears = (years: number) => () => Date.now() + years * 365.25 * 86_400_000
  const days = Number(/([\d,]+) day/.exec((await examine())('certificate').message)?.[1]?.replace(',', ''))
  const at = (left: number) => () => Date.now() + (days - left) * 86_400_000
  assert.equal((await examine({ now: at(30) }))('certificate').status, 'warn')
  assert.equal((await examine({ now: at(3) }))('certificate').status, 'fail')
  assert.match((await examine({ now: inYears(50) }))('certificate').message, /has ended/)
  assert.equal((await examine({ demo: false }))('certificate').status, 'warn', 'one that the office made itself is no authority’s')
  const path = join(house.dataDir, 'signing/office.pem')
  await rename(path, `${path}.away`)
  assert.equal((await examine())('certificate').status, 'fail')
  await rename(`${path}.away`, path)
})

test('A clock that is apart from the database’s is told, by how much', async () => {
  assert.equal((await examine({ now: () => Date.now() + 20_000 }))('clock').status, 'warn')
  const hour = (await examine({ now: () => Date.now() - 3_600_000 }))('clock')
  assert.equal(hour.status, 'fail')
  assert.match(hour.message, /36\d\d s/)
})

test('Work that was given up, and work that is late, are told by their kind and never for whom', async () => {
  await owner.query("select graphile_worker.add_job('timer', '{}', run_at => now() - interval '20 minutes')")
  assert.match((await examine())('jobs').message, /20 minutes/)
  await owner.query("update graphile_worker._private_jobs set attempts = max_attempts where task_id = (select id from graphile_worker._private_tasks where identifier = 'timer')")
  const given = (await examine())('jobs')
  assert.equal(given.status, 'fail')
  assert.match(given.message, /given up \(timer\)/)
  assert.match(given.fix, /retry-jobs/)
  await owner.query('delete from graphile_worker._private_jobs where attempts >= max_attempts')
})

test('A change that has not run, and one of a newer program, are told as an upgrade that is not finished', async () => {
  await owner.query("delete from public.satu_pintu_migrations where name = '0011-operations.sql' returning digest").then(async ({ rows }) => {
    assert.match((await examine())('migrations').message, /1 change/)
    await owner.query("insert into public.satu_pintu_migrations (name, digest) values ('0011-operations.sql', $1)", [rows[0].digest])
  })
  await owner.query("insert into public.satu_pintu_migrations (name, digest) values ('9999-later.sql', 'x')")
  assert.match((await examine())('migrations').message, /9999-later/)
  await owner.query("delete from public.satu_pintu_migrations where name = '9999-later.sql'")
})

test('An upgrade that was cut off, one that went back and one that can be had are told with what to do', async () => {
  const state = (changed: Partial<UpgradeState>) => writeUpgradeState(house.dataDir, { current: { folder: '/srv/one', version: '0.0.1-aaaaaaaa' }, running: null, last: null, ...changed })
  const to = { folder: '/srv/two', version: '0.0.2-bbbbbbbb' }
  await state({ running: { from: to, to, phase: 'trying', entries: [], reason: null, askedAt: '2026-11-24T01:00:00Z' } })
  assert.deepEqual([(await examine())('upgrade').status, (await examine())('upgrade').fix], ['fail', 'npm run -s satu-pintu -- upgrade'])
  await state({ last: { version: to.version, outcome: 'failed', reason: 'It did not start.', at: new Date().toISOString(), seconds: 30 } })
  assert.match((await examine())('upgrade').message, /0\.0\.2-bbbbbbbb was tried on .* and not taken \(It did not start\.\)/)
  await state({ last: { version: to.version, outcome: 'failed', reason: 'It did not start.', at: '2020-01-01T00:00:00Z', seconds: 30 } })
  assert.match((await examine())('upgrade').message, /of version 0\.0\.1-aaaaaaaa; version \d+\.\d+\.\d+ is known here/)
  await writeFile(join(house.dataDir, 'upgrade/state.json'), '{"current": ')
  assert.match((await examine())('upgrade').fix, /"current":\{"folder"/)
  await rm(join(house.dataDir, 'upgrade'), { recursive: true })
  assert.equal((await examine())('upgrade').status, 'ok')
})

test('Somebody who left a transaction open is told with the command that ends it', async () => {
  const slow = checks.find(({ id }) => id === 'transactions')!
  const shown = { ask: async () => [{ pid: 4711, seconds: 700 }] } as unknown as Partial<Patient>
  const [told] = await runDoctor(patient(shown), 'en', [slow])
  assert.equal(told?.status, 'warn')
  assert.match(told?.fix ?? '', /end-transaction 4711$/)
})

test('Duties that hang on one person, and work that waits for nobody, are told by unit and duty', async () => {
  const single = (await examine())('duties')
  assert.equal(single.status, 'warn')
  assert.match(single.message, /one person, such as [a-z ]+ in [A-Z]/)
  const rina = await house.staff('verifier')
  await submitResearch(house.office, await house.citizen())
  await owner.query("update office.duties set valid_until = current_date - 1 where duty = 'verifier' and unit = '3171'")
  const nobody = (await examine())('duties')
  assert.equal(nobody.status, 'fail')
  assert.match(nobody.message, /nobody with that duty/)
  assert.match(nobody.fix, /give-duty EMAIL verifier 3171$/)
  await owner.query("update office.duties set valid_until = null where duty = 'verifier' and unit = '3171'")
  const when = new Date()
  for (const person of [rina.person, (await house.staff('verifier2')).person])
    await owner.query(
      `insert into office.absences (id, person, unit, first_day, last_day, starts_at, ends_at, kind, recorded_by, recorded_at)
       values (gen_random_uuid(), $1, '3171', current_date, current_date, $2::timestamptz - interval '1 hour', $2::timestamptz + interval '1 hour', 'leave', $1, $2)`,
      [person, when],
    )
  assert.match((await examine())('duties').message, /away today/)
})

test('An office that one person alone looks after is told so, and one of printed passwords is no real one', async () => {
  assert.equal((await examine())('operators').status, 'warn')
  assert.equal((await examine())('demo-secrets').status, 'warn')
  assert.equal((await examine({ demo: false }))('demo-secrets').status, 'fail')
})

test('Backups are told by their age, by whether one was brought back, and by whether the journal goes on', async () => {
  const backupDir = join(house.dataDir, 'backups')
  const told = async (changed: Partial<Patient> = {}) => (await examine({ backupDir, demo: false, ...changed }))('backup')
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  assert.match((await told()).message, /There is no backup/)
  assert.equal((await told({ backupDir: null })).status, 'fail')
  assert.equal((await told({ ownDatabase: true })).status, 'unknown')
  await writeBackupState(backupDir, { backup: { lastBackupAt: ago(3) } })
  assert.match((await told()).message, /none was ever brought back/)
  await writeBackupState(backupDir, { check: { lastCheckedAt: ago(2), lastCheck: 'ok', lastProblem: null } })
  assert.equal((await told()).status, 'ok')
  assert.equal((await told({ now: () => Date.now() + 40 * 3_600_000 })).status, 'warn')
  await writeBackupState(backupDir, { check: { lastCheckedAt: ago(1), lastCheck: 'failed', lastProblem: 'x' } })
  assert.match((await told()).message, /could not be brought back/)
})

test('A mail server is greeted: one that takes us is well, one that is gone is not', async () => {
  const sink = await startMailSink({ dir: join(house.dataDir, 'sink') })
  assert.equal((await examine({ smtpUrl: sink.url }))('mail').status, 'ok')
  await sink.stop()
  assert.match((await examine({ smtpUrl: sink.url }))('mail').message, /does not answer/)
  assert.equal((await examine())('mail').status, 'warn')
})

test('An address without encryption is refused for other people, and fine on this machine', async () => {
  assert.equal((await examine({ origin: 'http://izin.kota.example' }))('web-certificate').status, 'fail')
  assert.equal((await examine({ origin: 'https://127.0.0.1:1' }))('web-certificate').status, 'warn')
})

test('A check that breaks is told as not seen, and the light of a list is its worst', async () => {
  const broken: Check = { id: 'broken', run: () => Promise.reject(Object.assign(new Error('secret words'), { code: 'EIO' })) }
  const list = await runDoctor(patient(), 'en', [broken])
  assert.equal(list[0]?.status, 'unknown')
  assert.ok(!JSON.stringify(list).includes('secret words'))
  assert.deepEqual([worst([]), worst([{ status: 'ok' }, { status: 'unknown' }]), worst([{ status: 'warn' }, { status: 'fail' }])], ['ok', 'unknown', 'fail'])
})
