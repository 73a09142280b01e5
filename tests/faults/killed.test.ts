import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SMTPServer } from 'smtp-server'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { fillIn, numbersOf, send } from '../support/submission.ts'
import { openVisitor, signUp } from '../support/visitor-client.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
let office: RunningOffice
before(async () => {
  office = await runOffice()
})
after(() => office?.stop())

test('Killed at any instant of a submission, the office has it whole or not at all, and a retry makes it one', async (t) => {
  const newcomer = () => signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
  const rounds = 15
  let whole = 0
  let confirmed = 0
  // How long one takes here and now, in an office that has just been opened, as in each round.
  const first = await newcomer()
  const draft = await fillIn(first)
  const began = performance.now()
  assert.equal(await send(first, draft, randomUUID()), 303)
  const took = performance.now() - began
  for (let round = 0; round < rounds; round++) {
    const visitor = await newcomer()
    const id = await fillIn(visitor)
    const command = randomUUID()
    const sending = send(visitor, id, command)
    // From before anything happened to after everything did.
    await sleep((took * 1.5 * round) / (rounds - 1))
    await office.kill()
    const status = await sending
    await office.start()
    const numbers = await numbersOf(visitor)
    assert.ok(numbers.size <= 1)
    if (status === 303) assert.equal(numbers.size, 1, 'what was confirmed is there')
    whole += numbers.size
    confirmed += status === 303 ? 1 : 0
    assert.equal(await send(visitor, id, command), 303)
    assert.equal((await numbersOf(visitor)).size, 1)
    if (numbers.size === 1) assert.deepEqual(await numbersOf(visitor), numbers, 'it kept its number')
    assert.equal((await visitor.get(`/applications/${id}/receipt`)).status, 200)
  }
  t.diagnostic(`One took ${Math.round(took)} ms. ${whole} of ${rounds} were whole when the power came back, ${confirmed} of them confirmed`)
})

test('The database is killed while the office is open: it says so, and is open again after a restart with nothing lost', async () => {
  const visitor = await signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
  const id = await fillIn(visitor)
  const pid = Number((await readFile(join(office.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  await sleep(500)
  assert.equal((await fetch(`${office.origin}/healthz`)).status, 200)
  assert.equal((await fetch(`${office.origin}/readyz`)).status, 503)
  const broken = await visitor.get(`/applications/${id}`)
  assert.equal(broken.status, 503)
  assert.match(await broken.text(), /tidak hilang/)
  await office.kill()
  await office.start()
  assert.equal(await send(visitor, id, randomUUID()), 303)
})

test('While the mail server is down messages wait, and go out when it is back', async () => {
  const got: string[] = []
  const port = 42_000 + Math.floor(Math.random() * 10_000)
  const server = () => new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        got.push(text)
        done()
      })
    },
  })
  const quiet = await runOffice({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  try {
    const visitor = openVisitor(quiet.origin)
    await visitor.post('/sign-in', { email: 'tunggu@warga.example' })
    await sleep(3000)
    assert.equal(got.length, 0)
    const back = server()
    await new Promise<void>((resolve) => back.listen(port, '127.0.0.1', resolve))
    for (let wait = 0; wait < 300 && got.length === 0; wait++) await sleep(100)
    assert.ok(got[0]?.includes('tunggu@warga.example'), 'the code arrives once the server is back')
    await new Promise<void>((resolve) => back.close(resolve))
  } finally {
    await quiet.stop()
  }
})

test('Asked to stop, the office finishes what runs and ends in good order', async () => {
  const own = await runOffice()
  const visitor = openVisitor(own.origin)
  await visitor.be('citizen')
  const running = visitor.get('/applications')
  await own.stop()
  assert.equal((await running).status, 200)
  assert.match(own.said(), /Stopped\./)
})

test('Told to stop by npm, which tells nobody else, the office ends in good order too', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'told-by-npm-'))
  let said = ''
  const npm = spawn('npm', ['run', 'serve'], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, PORT: '0', DATA_DIR: dataDir, BACKUP_DIR: 'off' } })
  npm.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise((resolve) => npm.stdout.once('end', resolve))
  try {
    for (let wait = 0; wait < 600 && !said.includes('is open'); wait++) await sleep(100)
    npm.kill('SIGTERM')
    // Its output ends when the last process that holds it does.
    await Promise.race([ended, sleep(60_000)])
    assert.match(said, /Stopped\./)
  } finally {
    try {
      process.kill(-npm.pid!, 'SIGKILL')
    } catch {
      // All of them are gone, as they should be.
    }
    await rm(dataDir, { recursive: true, force: true })
  }
})
