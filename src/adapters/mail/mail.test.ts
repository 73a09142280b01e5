import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { listDemoMail, openMailer, readDemoMail, startMailSink, type Mailer } from './index.ts'

const from = 'Satu Pintu <no-reply@office.example>'
const pdf = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\r\n.\r\n..\n\0%%EOF\n', 'latin1')

let root: string
let dir: string
let sink: Awaited<ReturnType<typeof startMailSink>>
let mailer: Mailer
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'mail-'))
  dir = join(root, 'demo-mail')
  // As an older start may have left it: open to all, with half a message.
  await mkdir(dir, { mode: 0o755 })
  await writeFile(join(dir, 'half.part'), 'x')
  sink = await startMailSink({ dir })
  mailer = openMailer({ smtpUrl: sink.url, from })
})
after(async () => {
  mailer.close()
  await sink.stop()
  await rm(root, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const name of await readdir(dir)) if (name.endsWith('.eml')) await rm(join(dir, name))
})

const onlySource = async () => {
  const names = await readdir(dir)
  assert.equal(names.length, 1)
  return readFile(join(dir, names[0]!), 'utf8')
}

test('A message goes over SMTP with all its letters and its attachment, and can be read in the demo', async () => {
  const subject = 'Izin penelitian Anda telah terbit – Kepulauan Seribu 🎉'
  const text = 'Yth. Ibu Dewi,\n\nIzin Anda sudah ditandatangani. é ü 漢 مرحبا 👩🏽‍🔬\n.\n..titik di awal baris\n'
  const attachments = [{ filename: 'Izin Penelitian – 001.pdf', content: new Uint8Array(pdf), contentType: 'application/pdf' }]
  const earliest = Date.now()
  await mailer.send({ to: 'dewi@warga.example', subject, text, messageId: 'job-1', attachments })
  const [line] = await listDemoMail(dir)
  assert.ok(line)
  assert.deepEqual([line.to, line.subject], ['dewi@warga.example', subject])
  assert.ok(line.at >= earliest && line.at <= Date.now())
  const mail = await readDemoMail(dir, line.id)
  assert.ok(mail)
  assert.deepEqual({ id: mail.id, at: mail.at, to: mail.to, subject: mail.subject }, line)
  assert.equal(mail.text.trim(), text.trim())
  assert.deepEqual(
    mail.attachments.map((each) => [each.fileName, each.mime, Buffer.from(each.bytes).toString('hex')]),
    [['Izin Penelitian – 001.pdf', 'application/pdf', pdf.toString('hex')]],
  )
})

test('A message says that a machine wrote it, and has the same number at each attempt', async () => {
  await mailer.send({ to: 'dewi@warga.example', subject: 'x', text: 'y', messageId: 'job-7>\r\nBcc: <evil' })
  const source = await onlySource()
  assert.match(source, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(source, /^Message-ID: <job-7Bccevil@office\.example>\r$/m)
})

test('A subject can not smuggle in another line of the head', async () => {
  await mailer.send({ to: 'a@warga.example', subject: 'x\r\nBcc: evil@evil.example\r\n\r\nbody', text: 'y', messageId: 'job-3' })
  const source = await onlySource()
  assert.doesNotMatch(source, /^Bcc/im)
  assert.equal((await listDemoMail(dir))[0]?.subject, 'x Bcc: evil@evil.example body')
})

test('A message goes to one person: an address that could mean two, or none, is refused without being repeated', async () => {
  const bad = [
    'b@warga.example>\r\nBcc: <evil@evil.example', 'b@warga.example, evil@evil.example', 'b@warga.example;evil@evil.example',
    'evil@evil.example@warga.example', 'Team: b@warga.example, evil@evil.example;', '"b evil@evil.example"@warga.example',
    'Dewi <evil@evil.example>', 'b@warga.example\0', 'b\u2028evil@evil.example', 'evil', '',
  ]
  for (const to of bad)
    await assert.rejects(mailer.send({ to, subject: 'x', text: 'y', messageId: 'job-4' }), (error: Error) => {
      assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`, /evil|warga/, JSON.stringify(to))
      return true
    })
  assert.deepEqual(await readdir(dir), [])
})

test('When the mail server can not be reached the error names nobody', async (t) => {
  const lost = openMailer({ smtpUrl: 'smtp://127.0.0.1:1', from })
  t.after(() => lost.close())
  const sent = lost.send({ to: 'dewi@warga.example', subject: 'x', text: 'y', messageId: 'job-5' })
  await assert.rejects(sent, (error: Error) => {
    assert.match(error.message, /ECONNREFUSED|ESOCKET|ECONNECTION/)
    assert.doesNotMatch(`${error.stack}${String(error.cause)}`, /dewi|warga/)
    return true
  })
})

/** A mail server that says its lines one after the other, whatever it hears. */
async function startScripted(answers: (heard: string) => string): Promise<{ port: number; heard: string[]; stop(): void }> {
  const heard: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 mail.example ESMTP\r\n')
    socket.on('data', (data) => {
      heard.push(data.toString())
      socket.write(`${answers(data.toString())}\r\n`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return { port: (server.address() as AddressInfo).port, heard, stop: () => server.close() }
}

test('When the mail server refuses a person, the error carries its number but not its words', async (t) => {
  const server = await startScripted((heard) => (heard.startsWith('RCPT') ? '550 <dewi@warga.example> unknown here' : '250 ok'))
  t.after(() => server.stop())
  const refused = openMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from })
  t.after(() => refused.close())
  const sent = refused.send({ to: 'dewi@warga.example', subject: 'x', text: 'y', messageId: 'job-6' })
  await assert.rejects(sent, (error: Error) => {
    assert.match(error.message, /EENVELOPE 550/)
    assert.doesNotMatch(`${error.stack}${String(error.cause)}`, /dewi|warga/)
    return true
  })
})

test('The mail password goes to another machine under TLS only', async (t) => {
  const server = await startScripted((heard) => (heard.startsWith('EHLO') ? '250-mail.example\r\n250 AUTH PLAIN' : '454 no'))
  t.after(() => server.stop())
  // 127.0.0.2 is this machine too, but not by the name that counts as here.
  const plain = openMailer({ smtpUrl: `smtp://office:rahasia@127.0.0.2:${server.port}`, from })
  t.after(() => plain.close())
  await assert.rejects(plain.send({ to: 'dewi@warga.example', subject: 'x', text: 'y', messageId: 'job-8' }))
  assert.match(server.heard.join(''), /STARTTLS/)
  assert.doesNotMatch(server.heard.join(''), /AUTH/)
})

test('Messages are listed in the order of their coming, the newest first', async () => {
  const subjects = Array.from({ length: 12 }, (_, index) => `Pesan ${index}`)
  for (const subject of subjects) await mailer.send({ to: 'dewi@warga.example', subject, text: 'x', messageId: subject })
  assert.deepEqual((await listDemoMail(dir)).map((each) => each.subject), subjects.toReversed())
})

test('Messages that follow each other share one connection', async (t) => {
  let greetings = 0
  const server = createServer((socket) => {
    greetings += 1
    socket.on('error', () => undefined)
    socket.write('220 mail.example ESMTP\r\n')
    let inData = false
    socket.on('data', (data) => {
      const heard = data.toString()
      if (inData && !heard.endsWith('\r\n.\r\n')) return
      socket.write(!inData && heard.startsWith('DATA') ? '354 go\r\n' : '250 ok\r\n')
      inData = !inData && heard.startsWith('DATA')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const pooled = openMailer({ smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, from })
  t.after(() => pooled.close())
  for (const messageId of ['a', 'b', 'c']) await pooled.send({ to: 'dewi@warga.example', subject: 'x', text: 'y', messageId })
  assert.equal(greetings, 1)
})

test('The demo keeps its mail from other users of the machine, whole messages only, and the newest 500', async () => {
  assert.equal((await stat(dir)).mode & 0o777, 0o700)
  const old = Array.from({ length: 503 }, (_, index) => `${index.toString(36).padStart(10, '0')}-000000000000`)
  for (const id of old) await writeFile(join(dir, `${id}.eml`), 'To: x@warga.example\r\nSubject: lama\r\n\r\n')
  await mailer.send({ to: 'dewi@warga.example', subject: 'baru', text: 'x', messageId: 'job-9' })
  const names = (await readdir(dir)).sort()
  assert.equal(names.length, 500)
  assert.equal(names[0], `${old[4]}.eml`)
  assert.equal((await listDemoMail(dir))[0]?.subject, 'baru')
  assert.equal((await stat(join(dir, names.at(-1)!))).mode & 0o777, 0o600)
})

test('The demo refuses a message of more than 30 MB and keeps nothing of it', async () => {
  const attachments = [{ filename: 'besar.pdf', content: new Uint8Array(24 * 1024 * 1024), contentType: 'application/pdf' }]
  await assert.rejects(mailer.send({ to: 'dewi@warga.example', subject: 'x', text: 'y', messageId: 'job-10', attachments }), /552/)
  assert.deepEqual(await readdir(dir), [])
})

test('The demo reads its own messages only', async () => {
  await writeFile(join(root, '0000000000-000000000000.eml'), 'Subject: rahasia\r\n\r\n')
  await mkdir(join(dir, 'sub'), { recursive: true })
  const bad = [
    '../0000000000-000000000000', '..%2f0000000000-000000000000', 'sub/../../0000000000-000000000000', '../../etc/passwd', '',
    '0000000000-000000000000\0', '0000000000-000000000000\n', '0000000000-00000000000G', 'x'.repeat(23), '0000000000-000000000000',
  ]
  for (const id of bad) assert.equal(await readDemoMail(dir, id), null, JSON.stringify(id))
  await rm(join(dir, 'sub'), { recursive: true })
  assert.deepEqual(await listDemoMail(join(dir, 'nothing')), [])
})
