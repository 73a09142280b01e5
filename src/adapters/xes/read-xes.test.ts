import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readXes, readXesFile, XesError } from './read-xes.ts'

const event = (name: string, time: string, more = '') => `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>${more}</event>`
const log = (body: string) => `<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0" xmlns="http://www.xes-standard.org/">${body}</log>`
const read = (text: string, most?: number) => readXes(Readable.from([Buffer.from(text)]), most)
const refused = (text: string, sentence: RegExp, most?: number) => assert.rejects(read(text, most), (error) => error instanceof XesError && sentence.test(error.message))

const good = log(`<extension name="Time" prefix="time" uri="x"/><global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
  <trace><string key="concept:name" value="A &amp; B"><string key="concept:name" value="nested"/></string>
    ${event('check', '2026-11-24T10:00:00+07:00', '<string key="org:resource" value="Rina"/><string key="lifecycle:transition" value="COMPLETE"/>')}
    ${event('receive', '2026-11-24T01:00:00Z')}
    ${event('check', '2026-11-24T09:00:00+07:00', '<string key="lifecycle:transition" value="start"/>')}</trace>
  <trace></trace>`)

test('A log gives its cases, with completed events in the order of time', async () => {
  assert.deepEqual(await read(good), [
    {
      id: 'A & B',
      events: [
        { activity: 'receive', at: Date.parse('2026-11-24T01:00:00Z'), resource: null },
        { activity: 'check', at: Date.parse('2026-11-24T03:00:00Z'), resource: 'Rina' },
      ],
    },
  ])
})

test('It is read in pieces, wherever they are cut, and packed with gzip', async (t) => {
  const whole = await read(good)
  const bytes = Buffer.from(good)
  assert.deepEqual(await readXes(Readable.from(Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1)))), whole)
  const folder = await mkdtemp(join(tmpdir(), 'xes-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'log.xes.gz'), gzipSync(good))
  assert.deepEqual(await readXesFile(join(folder, 'log.xes.gz')), whole)
  await writeFile(join(folder, 'cut.xes.gz'), gzipSync(good).subarray(0, 90))
  await assert.rejects(readXesFile(join(folder, 'cut.xes.gz')), /cut off/)
  await writeFile(join(folder, 'plain.xes.gz'), good)
  await assert.rejects(readXesFile(join(folder, 'plain.xes.gz')), /not packed with gzip/)
  await assert.rejects(readXesFile(join(folder, 'none.xes.gz')), /ENOENT/)
})

test('What is no log is refused with a sentence that says why', async () => {
  await refused('hello', /well-formed|no XES log|no case/)
  await refused('<html><body/></html>', /begins with <html>/)
  await refused(log('<trace>'), /well-formed/)
  await refused(good.slice(0, -40), /well-formed/)
  await refused(log(''), /no case with an event/)
  await refused(log(`<trace><string key="concept:name" value="IP-7"/><event><string key="concept:name" value="check"/></event></trace>`), /case "IP-7" has no time/)
  await refused(log(`<trace>${event('check', 'yesterday')}</trace>`), /case number 1 has no time .*yesterday/)
  await refused(log(`<trace><event><date key="time:timestamp" value="2026-11-24T01:00:00Z"/></event></trace>`), /has no name/)
  await refused(`<!DOCTYPE log [<!ENTITY a "b">]>${log('')}`, /document type/)
  await assert.rejects(readXes(Readable.from([Buffer.from([0x3c, 0xff, 0xfe])])), /UTF-8/)
  await refused(good, /larger than 100 bytes/, 100)
})
