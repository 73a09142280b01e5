import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openPool } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { startEmbeddedPostgres } from './start-embedded-postgres.ts'

const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0
// Node 24 strips the types of what this starts as well.
const module = fileURLToPath(new URL('./start-embedded-postgres.ts', import.meta.url))

describe('The database that comes with the office', { timeout: 300_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'embedded-'))
  let said: string[] = []
  const start = (at = dir) => startEmbeddedPostgres({ dir: at, log: (sentence) => said.push(sentence), fast: true })
  beforeEach(() => (said = []))
  after(() => rm(dir, { recursive: true, force: true }))

  it('is made at the first start, for this machine and these roles only', async () => {
    const server = await start()
    try {
      assert.deepEqual(said.filter((each) => each.startsWith('Making')), ['Making the database: this happens once.'])
      await ask(server.adminUrl, 'create table kept (word text)')
      await ask(server.adminUrl, "insert into kept values ('first')")
      await migrate(server.adminUrl, [])
      assert.deepEqual(await ask(server.adminUrl, "select current_setting('server_encoding') as encoding, current_setting('timezone') as zone, current_setting('listen_addresses') as ear"), [
        { encoding: 'UTF8', zone: 'UTC', ear: '127.0.0.1' },
      ])
      const [rights] = await ask(server.appUrl, "select rolsuper, rolcreatedb, rolcreaterole, has_database_privilege(current_database(), 'create') as creates from pg_roles where rolname = current_user")
      assert.deepEqual(rights, { rolsuper: false, rolcreatedb: false, rolcreaterole: false, creates: false })
      await assert.rejects(ask(server.appUrl, 'create role intruder'), { code: '42501' })
      await assert.rejects(ask(server.appUrl, 'select * from kept'), { code: '42501' })
      const pool = openPool(server.appUrl, 1)
      assert.equal((await pool.query('select current_user as me')).rows[0].me, 'satu_pintu_app')
      await assert.rejects(pool.query('delete from office.events'), { code: '42501' })
      await pool.end()
      await assert.rejects(ask(server.appUrl.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1'), { code: '28P01' })
      assert.equal((await stat(join(dir, 'passwords.json'))).mode & 0o077, 0)
    } finally {
      await server.stop()
    }
  })

  it('is refused to a second office in plain words, and the first keeps running', async () => {
    const server = await start()
    try {
      await assert.rejects(start(), new RegExp(`^Error: Another office \\(process ${process.pid}\\) already uses .*DATA_DIR`))
      const other = await office(dir, 'refused')
      assert.match(other.words, new RegExp(`Another office \\(process ${process.pid}\\)`))
      assert.deepEqual(await ask(server.appUrl, 'select 1 as one'), [{ one: 1 }])
    } finally {
      await server.stop()
      await server.stop()
    }
    assert.deepEqual(said, [])
  })

  it('comes back by itself on its port after its server was killed, again and again, and says that it did', async () => {
    const server = await start()
    for (const times of [1, 2]) {
      process.kill(await chief(dir), 'SIGKILL')
      await until(() => said.filter((sentence) => sentence === 'The database is back.').length === times)
      assert.deepEqual(await ask(server.appUrl, 'select 1 as one'), [{ one: 1 }])
    }
    assert.ok(said.includes('The database server has ended by itself. Starting it again.'))
    await server.stop()
    await keptAfterStart()
  })

  it('is not started again once the office is closed', async () => {
    const server = await start()
    const pid = await chief(dir)
    process.kill(pid, 'SIGKILL')
    await server.stop()
    await assert.rejects(ask(server.appUrl, 'select 1 as one'), { code: 'ECONNREFUSED' })
    await keptAfterStart()
  })

  it('comes back after the office was killed, with its server left running', async () => {
    const killed = await office(dir, 'ready', await withoutHelp(dir))
    await killed.kill()
    assert.ok(isAlive(await chief(dir)))
    await keptAfterStart()
    assert.ok(said.includes('Stopping a database server that was left running.'))
  })

  it('ends its server along with an office that is killed, where the system helps', { skip: !hasSetpriv && 'there is no setpriv here' }, async () => {
    const killed = await office(dir, 'ready')
    const server = await chief(dir)
    await killed.kill()
    await until(() => !isAlive(server))
    await keptAfterStart()
  })

  it('comes back when a killed server left single processes behind', { skip: process.platform !== 'linux' && 'processes can not be looked at here' }, async () => {
    const killed = await office(dir, 'ready', await withoutHelp(dir))
    const busy = new pg.Client({ connectionString: killed.words.split(' ')[1]! })
    busy.on('error', () => undefined)
    await busy.connect()
    const [row] = (await busy.query<{ pid: number }>('select pg_backend_pid() as pid')).rows
    process.kill(row!.pid, 'SIGSTOP')
    process.kill(await chief(dir), 'SIGKILL')
    await killed.kill()
    try {
      await keptAfterStart()
      assert.equal(isAlive(row!.pid), false)
    } finally {
      if (isAlive(row!.pid)) process.kill(row!.pid, 'SIGKILL')
      await busy.end().catch(() => undefined)
    }
  })

  it('comes back when the mark of a killed server carries the number of a living stranger', async () => {
    const server = await start()
    const mark = await readFile(join(dir, 'cluster/postmaster.pid'), 'utf8')
    await server.stop()
    const stranger = spawn('sleep', ['60'])
    try {
      await writeFile(join(dir, 'cluster/postmaster.pid'), mark.replace(/^\d+/, String(stranger.pid)))
      await writeFile(join(dir, 'in-use-by'), `${stranger.pid}\n`)
      await keptAfterStart()
      assert.equal(stranger.exitCode ?? stranger.signalCode, null)
    } finally {
      stranger.kill()
    }
  })

  it('is made anew when the office was killed while making it', async () => {
    const fresh = join(dir, 'fresh')
    await mkdir(join(fresh, 'cluster.new-half'), { recursive: true })
    await writeFile(join(fresh, 'cluster.new-half/PG_VERSION'), '18')
    const killed = await office(fresh, 'Making')
    await until(async () => (await readNames(fresh)).some((name) => /^cluster.new-\w{6}$/.test(name)))
    await sleep(100)
    await killed.kill()
    assert.equal(await lstat(join(fresh, 'cluster')).catch(() => null), null)
    const server = await start(fresh)
    assert.deepEqual(await ask(server.appUrl, 'select 1 as one'), [{ one: 1 }])
    await server.stop()
    assert.deepEqual((await readNames(fresh)).filter((name) => name.startsWith('cluster.new')), [])
  })

  it('takes new passwords when the old ones are lost', async () => {
    await writeFile(join(dir, 'passwords.json'), '{"postgres": ')
    await keptAfterStart()
    assert.deepEqual(said, ['The passwords of the database were lost: setting new ones.'])
  })

  it('says in words when the database was made by another version, and touches nothing', async () => {
    const version = join(dir, 'cluster/PG_VERSION')
    const is = await readFile(version, 'utf8')
    await writeFile(version, '11\n')
    await assert.rejects(start(), /made by PostgreSQL 11, but version \d+ is installed/)
    await writeFile(version, is)
    await keptAfterStart()
  })

  async function keptAfterStart(): Promise<void> {
    const server = await start()
    try {
      assert.deepEqual(await ask(server.adminUrl, 'select word from kept'), [{ word: 'first' }])
    } finally {
      await server.stop()
    }
  }
})

async function ask(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(statement).then(({ rows }) => rows as unknown[]).finally(() => client.end())
}

/** As on a machine that does not help to take a server along with a killed office. */
async function withoutHelp(dir: string): Promise<Readonly<Record<string, string>>> {
  const path = process.env['PATH'] ?? ''
  if (!hasSetpriv) return {}
  const real = spawnSync('/bin/sh', ['-c', 'command -v setpriv'], { encoding: 'utf8' }).stdout.trim()
  const loop = 'for each do shift; [ "$each" = --pdeathsig=INT ] || set -- "$@" "$each"; done'
  await mkdir(join(dir, 'programs'), { recursive: true })
  await writeFile(join(dir, 'programs/setpriv'), `#!/bin/sh\n${loop}\nexec ${real} "$@"\n`, { mode: 0o755 })
  return { PATH: `${join(dir, 'programs')}:${path}` }
}

/** Another office, in a process of its own, until it has said a word: `ready` with its address, `refused`, or its log's. */
async function office(dir: string, word: string, env: Readonly<Record<string, string>> = {}) {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(module)}
    startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, log: console.log, fast: true })
      .then((server) => { console.log('ready ' + server.appUrl); setInterval(() => {}, 1000) }, (error) => console.log('refused ' + error.message))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const gone = once(child, 'exit')
  let words = ''
  for await (const chunk of child.stdout) {
    words += String(chunk)
    if (words.includes(word)) break
  }
  words = words.slice(words.indexOf(word)).trim()
  if (word === 'refused') await gone
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  return { words, kill }
}

async function chief(dir: string): Promise<number> {
  return Number((await readFile(join(dir, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0])
}

/** Whether a process still does something: a dead one that nobody has buried yet does not. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}

async function readNames(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch(() => [])
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20)
}
