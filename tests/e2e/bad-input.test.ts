import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import PDFDocument from 'pdfkit'
import { letter, photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, openVisitor, researchForms, signUp, upload, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
before(async () => {
  office = await runOffice()
})
after(() => office?.stop())

const newcomer = () => signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
const textOf = async (answer: Response) => (await answer.text()).replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

async function save(visitor: VisitorClient, id: string, group: string, change: Readonly<Record<string, string | readonly string[]>>): Promise<Response> {
  const fields = researchForms().find(([key]) => key === group)![1]
  return visitor.post(`/applications/${id}/${group}`, { ...fields, ...change, _then: 'next' })
}

/** Everything but the last button. */
async function fill(visitor: VisitorClient): Promise<string> {
  const id = await begin(visitor)
  for (const [group] of researchForms()) assert.equal((await save(visitor, id, group, {})).status, 303, group)
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) assert.equal((await upload(visitor, id, requirement, await photo(), 'foto.jpg')).status, 303)
  return id
}

const submit = (visitor: VisitorClient, id: string, command: string) => visitor.post(`/applications/${id}/check`, { declared: 'yes', command })

test('A file that is not what its name says, an empty one, one of 21 MB and a PDF with a script are refused with what to do', async () => {
  const visitor = await newcomer()
  const id = await begin(visitor)
  const script = await new Promise<Buffer>((resolve) => {
    const pdf = new PDFDocument()
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
    pdf.text('x').addNamedJavaScript('acts', 'app.alert(1)')
    pdf.end()
  })
  const cases = [
    [Buffer.from('MZ\u0090 program'), 'ktp.pdf', /bukan PDF, JPEG, atau PNG/],
    [Buffer.alloc(0), 'ktp.pdf', /kosong/],
    [Buffer.concat([await letter('x'), Buffer.alloc(21 * 1024 * 1024)]), 'ktp.pdf', /20 MB/],
    [script, 'ktp.pdf', /program|lampiran/],
    [(await photo()).subarray(0, 900), 'ktp.jpg', /rusak/],
  ] as const
  for (const [bytes, name, words] of cases) {
    const answer = await upload(visitor, id, 'ktp', bytes, name)
    assert.equal(answer.status, 422, name)
    assert.match(await textOf(answer), words)
  }
  assert.equal((await upload(visitor, id, 'ktp', await photo(), '../../etc/passwd\u202e.exe')).status, 303, 'a name is never a reason')
  assert.equal((await upload(visitor, id, 'nonsense', await photo(), 'x.jpg')).status, 422)
})

test("A place in a line that never was, or that is another person's, is not there", async () => {
  const [visitor, other] = [await newcomer(), await newcomer()]
  assert.equal((await visitor.get(`/bookings/waiting/${randomUUID()}`)).status, 404)
  assert.equal((await visitor.get('/bookings/waiting/x')).status, 404)
  const days = await (await visitor.get('/book/jakarta-pusat/interview')).text()
  const date = [...days.matchAll(/href="[^"]*date=([\d-]+)/g)].at(3)?.[1] ?? ''
  const mine = (await visitor.post('/book/jakarta-pusat/interview/wait', { from: date, until: 'day', last: date, command: randomUUID() })).headers.get('location') ?? ''
  assert.equal((await other.get(mine)).status, 404)
  assert.equal((await visitor.post(`${mine}?/decline`, { command: randomUUID() })).status, 303)
  assert.match(await textOf(await visitor.get(mine)), /Daftar tunggu ini sudah selesai/)
})

test('A name with emoji or in Arabic and a title of 5,000 letters are refused beside their fields, and nothing typed is lost', async () => {
  const visitor = await newcomer()
  const id = await begin(visitor)
  for (const name of ['Dewi 😀', 'محمد', 'Dewi\u0000\u0007', '<b>Dewi</b>']) {
    const answer = await save(visitor, id, 'applicant', { name })
    assert.equal(answer.status, 422, name)
    assert.match(await textOf(answer), /huruf Latin/)
  }
  const long = 'Judul '.repeat(834)
  const answer = await save(visitor, id, 'research', { research_title: long })
  assert.equal(answer.status, 422)
  assert.ok((await answer.text()).includes(long.trim()), 'the title is still there to be shortened')
  assert.equal((await save(visitor, id, 'applicant', { nik: '9999999999999999' })).status, 422)
})

// Were it evaluated anywhere, the product would show; no id or date holds it by chance.
const hostile = `'); drop table office.cases; -- <script>alert(1)</script> \${7919*7907} {{7919*7907}}`

function isHarmless(page: string, where: string): void {
  assert.ok(!page.includes('<script>alert(1)'), where)
  assert.ok(!page.includes(String(7919 * 7907)), `${where}: something was evaluated`)
}

test('SQL and HTML in every field are kept as the text that they are', async () => {
  const visitor = await newcomer()
  const id = await begin(visitor)

  const fields = Object.fromEntries(researchForms().flatMap(([, each]) => Object.keys(each)).map((key) => [key, hostile]))
  for (const [group] of researchForms()) assert.ok([303, 422].includes((await visitor.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })).status))
  for (const [group] of researchForms()) {
    const page = await (await visitor.get(`/applications/${id}/${group}`)).text()
    isHarmless(page, group)
  }
  assert.match(await (await visitor.get(`/applications/${id}/research`)).text(), /drop table office\.cases/)
  assert.equal((await visitor.get('/applications')).status, 200)
})

test('SQL and HTML in the search, at the door, in tracking and verifying find nothing and break nothing', async () => {
  const visitor = openVisitor(office.origin)
  const typed = encodeURIComponent(hostile)
  for (const path of [`/services?q=${typed}`, `/verify?number=${typed}`, `/verify/${typed}`, `/services/${typed}`, `/sign-in?next=${typed}`]) {
    const answer = await visitor.get(path)
    assert.ok(answer.status < 500, `${path}: ${answer.status}`)
    isHarmless(await answer.text(), path)
  }
  for (const [path, fields] of [['/track', { number: hostile, code: hostile }], ['/sign-in', { email: hostile }], ['/office/sign-in', { email: hostile, password: hostile }]] as const) {
    const answer = await visitor.post(path, fields)
    assert.ok(answer.status < 500, `${path}: ${answer.status}`)
    isHarmless(await answer.text(), path)
  }
})

test('SQL and HTML from the desk reach the applicant as the words that they are', async () => {
  const visitor = await newcomer()
  const id = await fill(visitor)
  await submit(visitor, id, randomUUID())
  const [verifier, head] = [openVisitor(office.origin), openVisitor(office.origin)]
  await verifier.be('verifier')
  await head.be('head')
  await verifier.post('/office/queue?/take', { id, reason: 'language', command: randomUUID() })
  await verifier.post(`/office/cases/${id}?/note`, { text: hostile, command: randomUUID() })
  await verifier.post(`/office/cases/${id}?/sendBack`, { 'document:ktp': 'refused', message: hostile, command: randomUUID() })
  assert.equal((await head.post('/office/calendar?/add', { date: '2099-12-31', name: hostile, command: randomUUID() })).status, 303)
  for (const [who, path] of [[verifier, `/office/cases/${id}`], [head, '/office/calendar?year=2099'], [visitor, `/applications/${id}`], [visitor, `/applications/${id}/correct`]] as const) {
    const page = await (await who.get(path)).text()
    assert.match(page, /drop table office\.cases/, path)
    isHarmless(page, path)
  }
})

test('A forged session is nobody, and a form from another site is refused', async () => {
  const visitor = await newcomer()
  const id = await begin(visitor)
  const forger = openVisitor(office.origin)
  for (const [name, value] of visitor.cookies) forger.cookies.set(name, name.includes('session') ? `${value.slice(0, -6)}AAAA%3D` : value)
  const answer = await forger.get(`/applications/${id}`)
  assert.equal(answer.status, 303)
  assert.match(answer.headers.get('location') ?? '', /^\/sign-in/)
  const elsewhere = await fetch(`${office.origin}/applications/${id}/applicant`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: 'https://evil.example', cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; ') },
    body: new URLSearchParams({ name: 'Evil' }),
  })
  assert.equal(elsewhere.status, 403)
})

test("Somebody else's application, documents and receipt are not there, whoever asks", async () => {
  const [owner, other] = [await newcomer(), await newcomer()]
  const id = await fill(owner)
  await submit(owner, id, randomUUID())
  for (const path of [`/applications/${id}`, `/applications/${id}/receipt`, `/applications/${id}/receipt.pdf`, `/applications/${id}/correct`, `/applications/${id}/withdraw`, `/office/cases/${id}`])
    assert.equal((await other.get(path)).status, 404, path)
  const number = /IP-\d\d-\d{6}-\d/.exec(await (await owner.get(`/applications/${id}/receipt`)).text())?.[0] ?? ''
  const guess = await other.post('/track', { number, code: 'AAAA-AAAA' })
  assert.equal(guess.status, 422, 'a number alone opens nothing')
  assert.match(await textOf(guess), /tidak cocok/)
  const document = /\/documents\/([0-9a-f-]{36})/.exec(await (await owner.get(`/applications/${id}`)).text())?.[1]
  assert.ok(document)
  assert.equal((await other.get(`/documents/${document}`)).status, 404)
  assert.equal((await owner.get(`/documents/${document}`)).status, 200)
})

test('A submission sent fifty times at once is one application, and each of the fifty gets the same answer', async () => {
  const visitor = await newcomer()
  const id = await fill(visitor)
  const command = randomUUID()
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => submit(visitor, id, index % 2 ? command : randomUUID())))
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([303]))
  const mine = await (await visitor.get('/applications')).text()
  assert.equal(new Set(mine.match(/IP-\d\d-\d{6}-\d/g)).size, 1)
})

test('Two officers at once: one gets the case, the other is told who has it', async () => {
  const visitor = await newcomer()
  const id = await fill(visitor)
  await submit(visitor, id, randomUUID())
  const officers = await Promise.all(['verifier', 'verifier2'].map(async (person) => {
    const officer = openVisitor(office.origin)
    await officer.be(person)
    return officer
  }))
  const answers = await Promise.all(officers.map((officer) => officer.post('/office/queue?/take', { id, reason: 'language', command: randomUUID() })))
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 409])
  const refused = answers.find((answer) => answer.status === 409)!
  assert.match(await textOf(refused), /rekan Anda/)
})

test('The server is killed between any two steps of a submission: everything saved is there, and it ends as one application', async () => {
  const visitor = await newcomer()
  const id = await begin(visitor)
  const bytes = await photo()
  const steps: (() => Promise<Response>)[] = [
    ...researchForms().map(([group]) => () => save(visitor, id, group, {})),
    ...['ktp', 'surat_permohonan', 'proposal'].map((requirement) => () => upload(visitor, id, requirement, bytes, 'foto.jpg')),
  ]
  for (const step of steps) {
    assert.equal((await step()).status, 303)
    await office.kill()
    await office.start()
  }
  // Cut in the middle of the last step, too: whether it was done or not, doing it again ends well.
  const command = randomUUID()
  const sending = submit(visitor, id, command).catch(() => null)
  await new Promise((resolve) => setTimeout(resolve, 5))
  await office.kill()
  await sending
  await office.start()
  assert.equal((await submit(visitor, id, command)).status, 303)
  assert.match(await textOf(await visitor.get(`/applications/${id}/receipt`)), /IP-\d\d-\d{6}-\d/)
})
