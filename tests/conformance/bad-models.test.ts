import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ModelError } from '../../src/process/model-error.ts'
import { readProcess } from '../../src/process/bpmn/read-process.ts'
import { bpmn, flow, gateway, line, problemsOf, user } from '../../src/process/sample-process.ts'

const folder = new URL('bad-models/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.bpmn'))

/** Each file says in its first comment at which element it is refused. */
const named = (xml: string) => /<!-- refused at: (.+?) -->/.exec(xml)?.[1] ?? ''

test('Every bad model is refused, and the refusal names the place', async () => {
  assert.ok(files.length >= 15)
  for (const file of files) {
    const xml = readFileSync(new URL(file, folder), 'utf8')
    const problems = await problemsOf(readProcess(xml))
    assert.ok(problems.some(({ element }) => element === named(xml)), `${file}: ${JSON.stringify(problems)}`)
    assert.ok(problems.every(({ reason }) => reason.length > 10), file)
  }
})

const nested = (depth: number) => `${Array.from({ length: depth }, (_, level) => `<subProcess id="d${level}">`).join('')}${user('deep')}${'</subProcess>'.repeat(depth)}`

test('Subprocesses within each other as deep as people draw are read, ten thousand deep are refused by name', async () => {
  assert.ok((await readProcess(bpmn(nested(50)))).nodes.has('deep'))
  const [problem] = await problemsOf(readProcess(bpmn(nested(10_000))))
  assert.match(problem!.element, /^d\d+$/)
})

test('Lanes and calls within each other without end are refused too', async () => {
  const lanes = `${'<laneSet><lane><childLaneSet><lane>'.repeat(1)}${'<childLaneSet><lane>'.repeat(5000)}${'</lane></childLaneSet>'.repeat(5000)}</lane></childLaneSet></lane></laneSet>`
  await assert.rejects(readProcess(bpmn(lanes + user('a'))), ModelError)
  const chain = Array.from({ length: 5000 }, (_, at) => `<process id="p${at}" isExecutable="true"><callActivity id="c${at}" calledElement="p${at + 1}"/></process>`).join('')
  const last = `<process id="p5000" isExecutable="true">${user('a')}</process>`
  await assert.rejects(readProcess(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="m">${chain}${last}</definitions>`), ModelError)
})

test('A process that each of many calls twice is read once', async () => {
  const twice = Array.from({ length: 40 }, (_, at) => `<process id="p${at}" isExecutable="true"><callActivity id="a${at}" calledElement="p${at + 1}"/><callActivity id="b${at}" calledElement="p${at + 1}"/></process>`).join('')
  const process = await readProcess(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="m">${twice}<process id="p40" isExecutable="true"><task id="x"/></process></definitions>`)
  assert.equal(process.nodes.size, 2)
})

test('A model of 50 million letters is refused before it is read', async () => {
  assert.deepEqual((await problemsOf(readProcess('<'.padEnd(50_000_000, 'x')))).map(({ element }) => element), ['process'])
})

test('A long, a broad and a crowded model are read like any other', async () => {
  const ids = Array.from({ length: 3000 }, (_, at) => `t${at}`)
  const long = await readProcess(bpmn(ids.map((id) => user(id)).join('') + line(...ids)))
  assert.equal(long.nodes.size, 3000)
  const broad = await readProcess(bpmn(gateway('inclusive', 'which', 'which-t0') + ids.map((id) => user(id) + flow('which', id, id === 't0' ? undefined : 'a') + flow(id, 'join')).join('') + gateway('inclusive', 'join')+ user('last') + line('join', 'last')))
  assert.equal(broad.nodes.get('join')!.incoming.length, 3000)
  const crowded = await readProcess(bpmn(user('a') + ids.map((id) => `<boundaryEvent id="${id}" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>${flow(id, 'b')}`).join('') + user('b')))
  assert.equal(crowded.nodes.get('a')!.boundary.length, 3000)
})

test('An attribute as long as a book is read as it is, and a refusal of it stays readable', async () => {
  const book = 'x'.repeat(1_000_000)
  assert.equal((await readProcess(bpmn(user('a', book)))).nodes.get('a')!.name.length, 1_000_000)
  const [problem] = await problemsOf(readProcess(bpmn(`${user('a')}<intermediateCatchEvent id="t"><timerEventDefinition><timeDate>${book}</timeDate></timerEventDefinition></intermediateCatchEvent>${line('a', 't')}`)))
  assert.equal(problem!.element, 't')
  assert.ok(problem!.reason.length < 300, `The refusal has ${problem!.reason.length} letters.`)
})
