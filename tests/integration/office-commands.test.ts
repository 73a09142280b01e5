import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { addOfficer } from '../../src/cli/commands/add-officer.ts'
import { CommandError, type Command } from '../../src/cli/commands/command.ts'
import { doctor } from '../../src/cli/commands/doctor.ts'
import { endDuty, giveDuty } from '../../src/cli/commands/duties.ts'
import { endTransaction, retryJobs, vacuum } from '../../src/cli/commands/mend.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import { findRunningPostgres } from '../../src/adapters/postgres/embedded/find-running.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const program = fileURLToPath(new URL('../../src/cli/satu-pintu.ts', import.meta.url))
let house: TestOffice
let owner: pg.Client
before(async () => {
  house = await openTestOffice({ now: Date.now() })
  owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
})
after(async () => {
  await owner?.end()
  await house?.close()
})

/** Beside the office that runs, in its environment. */
const environment = () => ({ DATA_DIR: house.dataDir, DATABASE_URL: house.database.adminUrl, DEMO: '1', LANG: 'C' })

/** What a command says in words, or what it refuses. */
async function say(command: Command, args: readonly string[], changed: Readonly<Record<string, string>> = {}): Promise<string> {
  const before = { ...process.env }
  Object.assign(process.env, environment(), changed)
  try {
    return (await command(args)).words
  } catch (error) {
    if (error instanceof CommandError) return error.message
    throw error
  } finally {
    process.env = before
  }
}

/** A command as an operator gives it. */
async function run(args: readonly string[], changed: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    env: { PATH: process.env['PATH'], ...environment(), ...changed },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const [status] = (await once(child, 'close')) as [number]
  return { status, stdout }
}

test('The doctor prints exactly the four things of each check as JSON, and fails only when something is broken', async () => {
  const well = await run(['doctor', '--json'])
  const said = JSON.parse(well.stdout) as { checks: Record<string, string>[] }
  assert.deepEqual(Object.keys(said), ['checks'])
  for (const check of said.checks) assert.deepEqual([Object.keys(check), Object.values(check).every((each) => typeof each === 'string')], [['id', 'status', 'message', 'fix'], true])
  const broken = said.checks.some(({ status }) => status === 'fail')
  assert.equal(well.status, broken ? 1 : 0, well.stdout)
  const down = await run(['doctor', '--json'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' })
  assert.equal(down.status, 1)
  assert.equal((JSON.parse(down.stdout) as typeof said).checks.find(({ id }) => id === 'database')?.['status'], 'fail')
})

test('In words it says how to mend each thing, in the language that is asked for', async () => {
  assert.match(await say(doctor, ['--lang', 'id']), /Cara memperbaiki: npm run -s satu-pintu -- give-duty EMAIL operator 31/)
  assert.match(await say(doctor, ['--lang', 'fr']), /--lang must be id or en/)
})

test('An officer gets a duty by e-mail, once, and loses it again', async () => {
  const duties = async () => {
    const hadi = await house.staff('head-province')
    return hadi.kind === 'staff' ? hadi.duties.map(({ duty }) => duty) : []
  }
  assert.match(await say(giveDuty, ['HADI@demo.satupintu.example', 'operator', '31']), /has the duty operator in unit 31/)
  await say(giveDuty, ['hadi@demo.satupintu.example', 'operator', '31'])
  assert.deepEqual(await duties(), ['head', 'operator'])
  await say(endDuty, ['hadi@demo.satupintu.example', 'operator', '31'])
  assert.deepEqual(await duties(), ['head'])
  await say(giveDuty, ['hadi@demo.satupintu.example', 'operator', '31'])
  assert.deepEqual(await duties(), ['head', 'operator'], 'it can be given back')
  await say(endDuty, ['hadi@demo.satupintu.example', 'operator', '31'])
  assert.match(await say(giveDuty, ['dewi@warga.example', 'operator', '31']), /No officer has the e-mail/)
  assert.match(await say(giveDuty, ['hadi@demo.satupintu.example', 'operator', '99']), /no unit 99\. Units: 31, /)
  assert.match(await say(giveDuty, ['hadi@demo.satupintu.example', 'king', '31']), /EMAIL verifier\|head\|counter\|operator UNIT/)
})

test('An officer’s account is made with a password that is said once, opens the first door, and has no duty yet', async () => {
  const said = await say(addOfficer, ['baru@kota.example', 'Nama Baru'])
  const password = /password +(\S+)/.exec(said)?.[1] ?? ''
  assert.match(said, /authenticator key +[A-Z2-7]{16,}/)
  assert.deepEqual((await house.office.identity.signInWithPassword('baru@kota.example', password, { ip: '10.0.0.1', locale: 'id' })).ok, true)
  assert.match(await say(addOfficer, ['baru@kota.example', 'Nama Baru']), /has an account already/)
  assert.match(await say(addOfficer, ['baru@kota.example']), /Say who/)
  assert.match(await say(giveDuty, ['baru@kota.example', 'verifier', '3174']), /has the duty verifier/)
})

test('What was given up is tried again, and nothing else', async () => {
  await owner.query("select graphile_worker.add_job('timer', '{}', max_attempts => 3), graphile_worker.add_job('hand-over', '{}', run_at => now() + interval '1 day')")
  await owner.query('update graphile_worker._private_jobs set attempts = max_attempts where max_attempts = 3')
  assert.equal(await say(retryJobs, []), '1 pieces of work are tried again.')
  const { rows } = await owner.query('select attempts from graphile_worker.jobs where task_identifier = $1', ['timer'])
  assert.deepEqual(rows, [{ attempts: 0 }])
})

test('A session that holds up others is ended, its work undone', async () => {
  const idle = new pg.Client({ connectionString: house.database.adminUrl })
  idle.on('error', () => undefined)
  await idle.connect()
  await idle.query("begin; update office.units set address = 'nowhere' where code = '31'")
  const { rows } = await idle.query<{ pid: number }>('select pg_backend_pid() as pid')
  // As the server's administrator: who only owns the office's database may not end an administrator's session.
  const admin = new URL(house.database.adminUrl)
  admin.search = ''
  assert.match(await say(endTransaction, [String(rows[0]!.pid)], { DATABASE_URL: admin.href }), /was ended/)
  assert.match(await say(endTransaction, [String(rows[0]!.pid)], { DATABASE_URL: admin.href }), /no session/)
  assert.match(await say(endTransaction, ['many']), /Say which one/)
  assert.notEqual((await owner.query("select address from office.units where code = '31'")).rows[0].address, 'nowhere')
})

test('The tables are tidied while the office is open', async () => {
  assert.match(await say(vacuum, []), /^\d+ tables were tidied\.$/)
  const { rows } = await owner.query<{ tidied: boolean }>("select bool_and(vacuum_count > 0) as tidied from pg_stat_user_tables where schemaname = 'office'")
  assert.equal(rows[0]?.tidied, true)
})

test('The database that comes along is found while it runs, by its folder alone, and not afterwards', async () => {
  const dir = `${house.dataDir}/postgres`
  const server = await startEmbeddedPostgres({ dir, log: () => undefined, fast: true })
  assert.equal((await findRunningPostgres(dir))?.adminUrl, server.adminUrl)
  await server.stop()
  assert.equal(await findRunningPostgres(dir), null)
  assert.match(await say(doctor, [], { DATABASE_URL: '' }), /BROKEN +database: The database does not answer \(stopped\), since the office is not running/)
  assert.match(await say(vacuum, [], { DATABASE_URL: '' }), /No office runs on /)
})
