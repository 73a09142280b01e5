import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { askDatabase } from '../../src/adapters/doctor/ask-database.ts'
import type { Book } from '../../src/adapters/handover/book.ts'
import { gatherFacts, type HandoverSettings } from '../../src/adapters/handover/gather-facts.ts'
import { toHtml } from '../../src/adapters/handover/to-html.ts'
import { toMarkdown } from '../../src/adapters/handover/to-markdown.ts'
import { toPdf } from '../../src/adapters/handover/to-pdf.ts'
import { writeBook } from '../../src/adapters/handover/write-book.ts'
import { readText } from '../../src/adapters/pdf/pdf-text.ts'
import type { Locale } from '../../src/office/service.ts'
import { openIncident } from '../../src/usecases/operations/write-incident.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')
let house: TestOffice
before(async () => {
  house = await openTestOffice({ now: Date.now() })
  await openIncident(house.office, await house.staff('operator'), { words: 'Surel <terlambat> | lama.', english: 'E-mail is late.', down: ['messages'], command: randomUUID() })
})
after(() => house?.close())

const settings = (changed: Partial<HandoverSettings> = {}): HandoverSettings => ({
  port: 3000, host: '0.0.0.0', origin: 'https://izin.kota.example', dataDir: house.dataDir, databaseUrl: null, smtpUrl: null, mailFrom: 'Kantor <izin@kota.example>', demo: false, backupDir: '/mnt/backup', backupKeyFile: `${house.dataDir}/keys/backup.key`, ...changed,
})

async function book(changed: Partial<HandoverSettings> = {}, locale: Locale = 'en', url: string | null = house.database.adminUrl): Promise<Book> {
  const database = askDatabase(url)
  try {
    return writeBook(await gatherFacts({ settings: settings(changed), ask: database.ask, folder: root, locale, now: Date.now }), locale)
  } finally {
    await database.end()
  }
}

const commandsOf = ({ sections }: Book) => sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'command' ? [block.text] : [])))

test('Every command that the book names is there: of ours in the command line, of npm in the package, and else a program that machines have', async () => {
  const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: Readonly<Record<string, string>> }
  const ours = new Set([...readFileSync(`${root}/src/cli/satu-pintu.ts`, 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: (?:async|\w+,$)/gm)].map(([, name]) => name))
  for (const changed of [{}, { demo: true }, { databaseUrl: 'postgres://kantor:rahasia@db.kota.example/satu_pintu' }])
    for (const line of commandsOf(await book(changed))) {
      const [program = '', ...rest] = line.replace(/^(?:[A-Z_]+=(?:'[^']*'|\S+) )*/, '').split(' ')
      assert.ok(['cd', 'kill', 'openssl', 'npm'].includes(program), line)
      if (program !== 'npm') continue
      const script = rest[0] === 'run' ? rest.filter((word) => word !== 'run' && word !== '-s')[0] : rest[0]
      assert.ok(script !== undefined && script in scripts, line)
      if (script === 'satu-pintu') assert.ok(ours.has(rest[rest.indexOf('--') + 1]), line)
    }
})

test('It tells the common things, in both languages, with places, keys, duties, incidents and how the office is', async () => {
  for (const locale of ['id', 'en'] as const) {
    const made = await book({}, locale)
    assert.equal(made.sections.length, 9)
    assert.equal(made.sections.at(-1)?.blocks.filter(({ kind }) => kind === 'heading').length, 11)
    const text = toMarkdown(made)
    for (const part of [house.dataDir, 'keys/master.key', 'Tono Prasetyo', 'office/incidents', 'ORIGIN=https://izin.kota.example', '(3171)']) assert.ok(text.includes(part), `${locale}: ${part}`)
    assert.ok(!/handover\.|undefined|\{[a-z]+\}/.test(text.replaceAll('handover.pdf', '')), locale)
    assert.ok(!text.includes('Rina Kartika'), 'of those who do not run the system the number is enough')
  }
})

test('No password, key or code is in it, whatever the settings hold', async () => {
  const made = await book({ databaseUrl: 'postgres://kantor:rahasia1@db.kota.example/satu_pintu?password=rahasia2', smtpUrl: 'smtps://surel:rahasia3@mail.kota.example:465' })
  const text = [toMarkdown(made), toHtml(made), JSON.stringify(made)].join()
  assert.ok(!/rahasia\d/.test(text))
  assert.match(text, /smtps:\/\/surel:PASSWORD@mail\.kota\.example:465/)
  for (const file of ['keys/master.key', 'signing/mac.key', 'secrets/identity']) {
    const secret = readFileSync(`${house.dataDir}/${file}`, 'utf8').trim()
    assert.ok(secret.length > 20 && !text.includes(secret), file)
  }
})

test('An office of several database servers and a bucket is started by the book with all of them', async () => {
  const made = toMarkdown(await book({ databaseUrl: 'postgres://kantor:rahasia@db1:5432,db2:5432/satu_pintu?target_session_attrs=read-write', readUrl: 'postgres://kantor:rahasia@db2:5432/satu_pintu', s3: { bucketUrl: 'https://s3.kota.example/berkas', region: 'ap-southeast-3', accessKeyId: 'KUNCI' } }))
  const start = made.split('\n').find((line) => line.endsWith('npm run serve')) ?? ''
  for (const part of ['DATABASE_URL=postgres://kantor:PASSWORD@db1:5432,db2:5432/satu_pintu', 'DATABASE_READ_URL=postgres://kantor:PASSWORD@db2:5432/satu_pintu', "S3_URL='https://KUNCI:PASSWORD@s3.kota.example/berkas?region=ap-southeast-3'"]) assert.ok(start.includes(part), `${part} in ${start}`)
  assert.ok(!made.includes('rahasia'))
})

test('While the database is down the book is made all the same, with how to bring the office back', async () => {
  const text = toMarkdown(await book({}, 'en', null))
  assert.match(text, /npm run -s satu-pintu -- doctor/)
  assert.match(text, /npm run serve/)
  assert.match(text, /the database did not answer when this book was made/)
})

test('What people wrote is text in every form, and the paper says what the page says', async () => {
  const made = await book({}, 'id')
  assert.ok(toHtml(made).includes('Surel &lt;terlambat&gt; | lama.'))
  assert.ok(toMarkdown(made).includes('Surel \\<terlambat> \\| lama.'))
  const paper = await readText(await toPdf(made))
  for (const part of ['Buku serah terima', 'Hal-hal yang biasa', 'give-duty', 'Tono Prasetyo']) assert.ok(paper.includes(part), part)
})
