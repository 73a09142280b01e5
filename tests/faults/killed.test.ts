import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, openVisitor, researchForms, signUp, upload, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
before(async () => {
  office = await runOffice()
})
after(() => office?.stop())

async function fill(visitor: VisitorClient): Promise<string> {
  const id = await begin(visitor)
  for (const [group, fields] of researchForms()) await visitor.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) await upload(visitor, id, requirement, await photo(), 'foto.jpg')
  return id
}

const submit = (visitor: VisitorClient, id: string, command: string) => visitor.post(`/applications/${id}/check`, { declared: 'yes', command }).then((answer) => answer.status, () => null)
const numbersOf = async (visitor: VisitorClient) => new Set((await (await visitor.get('/applications')).text()).match(/IP-\d\d-\d{6}-\d/g) ?? [])

test('Killed at any instant of a submission, the office has it whole or not at all, and a retry makes it one', async (t) => {
  const rounds = 15
  let whole = 0
  for (let round = 0; round < rounds; round++) {
    const visitor = await signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
    const id = await fill(visitor)
    const command = randomUUID()
    const sending = submit(visitor, id, command)
    await sleep(round * 2)
    await office.kill()
    const status = await sending
    await office.start()
    const numbers = await numbersOf(visitor)
    if (status === 303) assert.equal(numbers.size, 1, 'what was confirmed is there')
    whole += numbers.size
    assert.equal(await submit(visitor, id, command), 303)
    assert.equal((await numbersOf(visitor)).size, 1)
    const receipt = await visitor.get(`/applications/${id}/receipt`)
    assert.equal(receipt.status, 200)
  }
  t.diagnostic(`${whole} of ${rounds} were whole when the power came back`)
})

test('The database is killed while the office is open: it says so, and is open again after a restart with nothing lost', async () => {
  const visitor = await signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
  const id = await fill(visitor)
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
  assert.equal(await submit(visitor, id, randomUUID()), 303)
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
