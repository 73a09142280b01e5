import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/adapters/free-port.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const ended: (() => Promise<void> | void)[] = []
after(async () => {
  for (const end of ended.reverse()) await end()
})

/** What somebody types who has nothing but the book: a line of it, in a shell. */
const type = (line: string) => spawnSync('sh', ['-c', line], { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C' } })

/** The same, for a line that goes on until its window is closed. */
function leaveOpen(line: string): ChildProcess {
  const window = spawn('sh', ['-c', `exec env ${line}`], { cwd: root, stdio: 'ignore', detached: true, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'warn' } })
  ended.push(() => {
    if (window.exitCode === null && window.signalCode === null) process.kill(-window.pid!, 'SIGKILL')
  })
  return window
}

async function answers(origin: string): Promise<boolean> {
  for (let wait = 0; wait < 1_200; wait++) {
    if (await fetch(`${origin}/readyz`).then((answer) => answer.ok, () => false)) return true
    await sleep(100)
  }
  return false
}

test('Somebody who knows nothing brings a killed office back with the book alone', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'newcomer-'))
  ended.push(() => rm(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  leaveOpen(`ORIGIN=${origin} PORT=${port} HOST=127.0.0.1 DATA_DIR=${dataDir} npm run serve`)
  assert.ok(await answers(origin), 'the office opens')
  const book = type(`ORIGIN=${origin} PORT=${port} HOST=127.0.0.1 DATA_DIR=${dataDir} npm run -s satu-pintu -- handover --lang en`).stdout
  const lines = [...book.matchAll(/```sh\n([\s\S]*?)\n```/g)].map(([, line]) => line!)

  // Its technician is gone, and so is the program with its database.
  const office = Number(await readFile(join(dataDir, 'postgres/in-use-by'), 'utf8'))
  const database = Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
  for (const pid of [office, database]) process.kill(pid, 'SIGKILL')

  const look = lines.find((line) => line.endsWith('-- doctor'))!
  const broken = type(look)
  assert.notEqual(broken.status, 0)
  assert.match(broken.stdout, /BROKEN +database:[\s\S]*Start the office: npm run serve/)
  const start = lines.find((line) => line.endsWith('npm run serve'))!
  leaveOpen(start)
  assert.ok(await answers(origin), 'the office is open again')
  assert.match(type(look).stdout, /OK +database:/)
  assert.match(await (await fetch(`${origin}/status`, { headers: { 'accept-language': 'en' } })).text(), /Everything works/)

  const stop = lines.find((line) => line.startsWith('kill -TERM'))!
  assert.equal(type(stop).status, 0)
  for (let wait = 0; wait < 300 && (await fetch(origin).then(() => true, () => false)); wait++) await sleep(100)
  assert.equal(await fetch(origin).then(() => true, () => false), false, 'and it is closed by the book')
})
