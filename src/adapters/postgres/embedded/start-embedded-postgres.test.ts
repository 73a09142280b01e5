import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { startEmbeddedPostgres } from './start-embedded-postgres.ts'

let dir: string
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'embedded-'))
})
after(() => rm(dir, { recursive: true, force: true }))

const start = () => startEmbeddedPostgres({ dir, log: () => undefined, fast: true })

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // A server that is killed takes its connections along; that is what these tests are about.
  client.on('error', () => undefined)
  const { rows } = await client.query(statement).finally(() => client.end())
  return Object.values(rows[0] ?? {})[0]
}

const serverPid = async () => Number((await readFile(join(dir, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0])

test('A half-made database is thrown away and made anew', async () => {
  await mkdir(join(dir, 'cluster.new'))
  await writeFile(join(dir, 'cluster.new/PG_VERSION'), '18')
  const server = await start()
  assert.equal(await ask(server.adminUrl, 'select current_user'), 'satu_pintu_owner')
  await ask(server.adminUrl, 'create table kept as select 7 as what')
  await server.stop()
})

test('Data stays over a stop; the application gets in, but may neither make roles nor read what it was not granted', async () => {
  const server = await start()
  assert.equal(await ask(server.adminUrl, 'select what from kept'), 7)
  assert.equal(await ask(server.appUrl, 'select current_user'), 'satu_pintu_app')
  await assert.rejects(ask(server.appUrl, 'create role intruder'), /permission denied/)
  await assert.rejects(ask(server.appUrl, 'select * from kept'), /permission denied/)
  await server.stop()
})

test('A server that was killed starts again on the same data', async () => {
  const server = await start()
  process.kill(await serverPid(), 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 200))
  await server.stop()
  const again = await start()
  assert.equal(await ask(again.adminUrl, 'select what from kept'), 7)
  await again.stop()
})

test('A mark of a dead server whose number now belongs to another process does not keep the office shut', async () => {
  await writeFile(join(dir, 'cluster/postmaster.pid'), `${process.ppid}\n${join(dir, 'cluster')}\n`)
  await writeFile(join(dir, 'in-use-by'), `${process.ppid} 1`)
  const server = await start()
  assert.equal(await ask(server.adminUrl, 'select what from kept'), 7)
  await server.stop()
})

test('A second office on the same data is told so, and the first goes on', async () => {
  const first = await start()
  await assert.rejects(start(), /already uses .* DATA_DIR/)
  assert.equal(await ask(first.adminUrl, 'select what from kept'), 7)
  await first.stop()
})
