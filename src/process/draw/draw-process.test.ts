import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Process } from '../bpmn/model.ts'
import { readProcess } from '../bpmn/read-process.ts'
import { bpmn, flow, line, noDecisions, read, readIzinPenelitian, user } from '../sample-process.ts'
import { drawProcess, type Drawing } from './draw-process.ts'
import { rules } from './style.ts'

const plain: Drawing = { at: [], done: [], words: (_, name) => name, label: 'A process' }
const draw = (process: Process, drawing: Partial<Drawing> = {}) => drawProcess(process, { ...plain, ...drawing })
const bare = (process: Process): Process => ({ ...process, picture: { ...process.picture, layout: null } })
const count = (text: string, part: string) => text.split(part).length - 1

/** A model with the drawing of its elements; `shapes` are given as `id x y width height`, flows are drawn straight. */
function drawn(elements: string, shapes: readonly string[], flows: readonly string[]): string {
  const di = 'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
  const boxes = shapes.map((shape, index) => {
    const [id, x, y, width, height] = shape.split(' ')
    return `<bpmndi:BPMNShape id="shape-${index}" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></bpmndi:BPMNShape>`
  })
  const lines = flows.map((id, index) => `<bpmndi:BPMNEdge id="edge-${index}" bpmnElement="${id}"><di:waypoint x="0" y="0"/><di:waypoint x="50" y="0"/></bpmndi:BPMNEdge>`)
  return bpmn(elements, `<bpmndi:BPMNDiagram ${di} id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="walk">${boxes.join('')}${lines.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`)
}
const short = `<startEvent id="s"/>${user('a', 'Check')}<endEvent id="e"/>${line('s', 'a', 'e')}`
const places = ['s 0 0 36 36', 'a 700 0 120 60', 'e 900 0 36 36']
const readDrawn = (shapes: readonly string[], flows = ['s-a', 'a-e']) => readProcess(drawn(short, shapes, flows), { decisions: noDecisions })

test('The research permit is a small picture, with its drawing and without', async () => {
  const process = await readIzinPenelitian()
  for (const each of [process, bare(process)])
    for (const show of ['all', 'main-way'] as const) assert.ok(gzipSync(draw(each, { at: ['check'], done: ['submitted', 'route'], show })).length < 1_500)
  assert.ok(gzipSync(draw(process, { style: true })).length < 3_000)
})

test('For a narrow screen the picture is drawn down, so that its type need not shrink', async () => {
  const process = await readIzinPenelitian()
  const sizeOf = (svg: string) => (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).slice(1).map(Number)
  const [width, height] = sizeOf(draw(process, { direction: 'down', show: 'main-way', id: 'narrow' }))
  assert.ok(width! < 480 && height! > width!)
  assert.match(draw(process, { direction: 'down', id: 'narrow' }), /aria-labelledby="narrow-title".*<title id="narrow-title">/)
})

test('Who waits for the permit does not see the events that remind the staff', async () => {
  const process = await readIzinPenelitian()
  assert.equal(count(draw(process), '<g class="p-event'), 10)
  assert.equal(count(draw(process, { show: 'main-way' }), '<g class="p-event'), 4)
})

test('The picture tells in words where the case is, what is done and what may follow', async () => {
  const svg = draw(await readIzinPenelitian(), { at: ['check'], done: ['submitted', 'route'], label: 'Izin & "alur"', describe: ({ done, at, next }) => `${done.join()}|${at.join()}|${next.join()}` })
  assert.match(svg, /^<svg class="process" role="img" aria-labelledby="p-title p-told"/)
  assert.match(svg, /<title id="p-title">Izin &#38; &#34;alur&#34;<\/title>/)
  assert.match(svg, /<desc id="p-told">Permohonan dikirim,Diarahkan ke unit\|Berkas diperiksa\|Ditandatangani,Menunggu perbaikan,Ditolak<\/desc>/)
  assert.equal(count(svg, 'p-at"'), 1)
  assert.equal(count(svg, 'p-done"'), 2)
})

test('Elements are called what the reader knows them as', async () => {
  assert.match(draw(await readIzinPenelitian(), { words: (_, name, properties) => properties['name.en'] ?? name }), />Documents<.*>checked<|>Documents checked</)
})

test('A name can do nothing to the page, and a long one does not grow the picture without end', async () => {
  const evil = '&lt;script&gt;alert(1)&lt;/script&gt;'
  const svg = draw(await read(short.replace('Check', evil)))
  assert.ok(!svg.includes('<script'))
  assert.match(svg, /&#60;/)
  const long = draw(await read(short.replace('Check', 'permit '.repeat(20_000))))
  assert.ok(long.length < 3_000 && long.includes('…'))
  assert.ok(!/[\u0000\ud800]/.test(draw(await read(short), { words: () => 'a\u0000\ud800b' })))
})

test('A drawing that is whole is used, what it says of unknown elements and what it says twice is not', async () => {
  const process = await readDrawn([...places, 'nobody 5 5 9 9', 'a 0 0 9999 9999'])
  assert.deepEqual(process.picture.layout?.shapes.map(({ element, x }) => [element, x]), [['s', 0], ['a', 700], ['e', 900]])
  assert.match(draw(process), /<rect x="700" y="0" width="120" height="60"/)
})

test('A drawing that leaves something out, or at no place that makes sense, is laid out anew', async () => {
  const wrong = [[places.slice(0, 2)], [places, ['s-a']], [['s NaN 0 36 36', ...places.slice(1)]], [['s 1e300 0 36 36', ...places.slice(1)]], [['s 0 0 -5 36', ...places.slice(1)]], [['s 0 0 36 Infinity', ...places.slice(1)]]] as const
  for (const [shapes, flows] of wrong) {
    const process = await readDrawn(shapes, flows && [...flows])
    assert.equal(process.picture.layout, null, JSON.stringify(shapes))
    assert.ok(!/NaN|Infinity|undefined/.test(draw(process)))
    assert.equal(count(draw(process), '<g class="p-event'), 2)
  }
})

test('Every kind of element is drawn by its own sign', async () => {
  const timed = '<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>'
  const process = await read(
    `<startEvent id="s"/>${user('a')}<boundaryEvent id="late" cancelActivity="false" attachedToRef="a">${timed}</boundaryEvent>${user('note')}
    <subProcess id="visit" name="Visit"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="vs"/>${user('look')}<endEvent id="ve"><terminateEventDefinition/></endEvent>${line('vs', 'look', 've')}
    <subProcess id="back" triggeredByEvent="true"><startEvent id="bs" isInterrupting="false">${timed}</startEvent>${user('call')}${flow('bs', 'call')}</subProcess></subProcess>
    <eventBasedGateway id="first"/><intermediateCatchEvent id="c">${timed}</intermediateCatchEvent><endEvent id="e"/><endEvent id="e2"/>${line('s', 'a', 'visit', 'first', 'c', 'e')}${flow('late', 'note')}${flow('note', 'e2')}
    <intermediateCatchEvent id="d">${timed}</intermediateCatchEvent>${flow('first', 'd')}${flow('d', 'e2')}`,
  )
  const svg = draw(process)
  assert.match(svg, /<g class="p-event p-dashed"><circle [^>]*\/><circle/)
  assert.equal(count(svg, 'class="p-frame"'), 1)
  assert.equal(count(svg, 'class="p-frame p-dashed"'), 1)
  assert.equal(count(svg, 'm-5-4h10m-10 4h10m-10 4h10'), 1)
  assert.equal(count(svg, 'm-11 0a11'), 1)
  assert.equal(count(svg, 'p-sign p-full'), 1)
})

test('A picture that stands alone brings the colours that the pages use; one in a page brings none', async () => {
  const file = readFileSync(new URL('../../web/styles/process.css', import.meta.url), 'utf8')
  assert.ok(file.includes(`\n${rules}\n`))
  const tokens = readFileSync(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8')
  const svg = draw(await read(short), { style: true })
  for (const name of ['ink', 'quiet', 'edge', 'line', 'paper', 'accent', 'accent-soft', 'on-accent'])
    for (const [, colour] of tokens.matchAll(new RegExp(`--${name}: (#\\w+);`, 'g'))) assert.ok(svg.includes(colour!), `${name} ${colour}`)
  assert.ok(!svg.includes('var('))
  assert.ok(!draw(await read(short)).includes('style'))
})

test('Each user and each machine gets the same text', async () => {
  const process = bare(await readIzinPenelitian())
  assert.equal(draw(process), draw(process))
})
