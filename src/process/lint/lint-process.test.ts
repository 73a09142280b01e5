import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flow, line, problemsOf, read, readIzinPenelitian, user } from '../sample-process.ts'
import { lintProcess } from './lint-process.ts'

const lint = async (elements: string) => lintProcess(await read(elements))
const found = async (elements: string) => (await lint(elements)).findings.map(({ kind, element }) => `${kind} ${element}`)
const split = (kind: string, id: string) => `<${kind}Gateway id="${id}"/>`
const ends = '<startEvent id="s"/><endEvent id="e"/>'

test('The research permit is sound: every case can end, proven over all its states', async () => {
  const linted = lintProcess(await readIzinPenelitian())
  assert.equal(linted.ok, true)
  assert.equal(linted.proven, true)
  assert.ok(linted.states > 10)
  assert.deepEqual(linted.findings.map(({ kind, element }) => `${kind} ${element}`), ['no-default checked', 'no-default signed'])
})

test('A choice that is joined as if both ways were taken waits for ever, and the way there is told', async () => {
  const model = `${ends}<exclusiveGateway id="x" default="x-b"/>${user('a')}${user('b')}${split('parallel', 'j')}${flow('s', 'x')}${flow('x', 'a', '=n = 1')}${flow('x', 'b')}${flow('a', 'j')}${flow('b', 'j')}${flow('j', 'e')}`
  const linted = await lint(model)
  assert.equal(linted.ok, false)
  const deadlock = linted.findings.find(({ kind }) => kind === 'deadlock')
  assert.equal(deadlock?.element, 'j')
  assert.deepEqual(deadlock?.path, ['s', 'x', 'a'])
  assert.ok(linted.findings.some(({ kind, element }) => kind === 'unreachable' && element === 'e'))
})

test('Two ways at once that are joined as if one was chosen do everything after them twice', async () => {
  const model = `${ends}${split('parallel', 'p')}${user('a')}${user('b')}${split('exclusive', 'm')}${user('c')}${line('s', 'p', 'a', 'm', 'c', 'e')}${flow('p', 'b')}${flow('b', 'm')}`
  const linted = await lint(model)
  assert.equal(linted.ok, false)
  assert.deepEqual([...new Set(linted.findings.map(({ kind }) => kind))], ['leftover'])
  assert.ok(linted.findings.some(({ element }) => element === 'm' || element === 'c'))
})

test('A circle without a way out is refused before it is looked at', async () => {
  const model = `${ends}<exclusiveGateway id="x" default="x-a"/>${user('a')}${user('b')}${line('s', 'x', 'a', 'e')}${flow('x', 'b', '=n = 1')}${flow('b', 'c')}${user('c')}${flow('c', 'b')}`
  assert.deepEqual((await problemsOf(read(model))).map(({ element }) => element), ['b'])
})

test('Ways that may be taken together and are joined by the same kind of gateway are sound', async () => {
  const model = `${ends}<inclusiveGateway id="x" default="x-c"/>${user('a')}${user('b')}${user('c')}${split('inclusive', 'j')}${flow('s', 'x')}${flow('x', 'a', '=n = 1')}${flow('x', 'b', '=n = 2')}${flow('x', 'c')}${flow('a', 'j')}${flow('b', 'j')}${flow('c', 'j')}${flow('j', 'e')}`
  assert.deepEqual(await found(model), [])
})

test('What happens inside a subprocess and at its edge is looked at too', async () => {
  const inner = `<startEvent id="is"/>${split('parallel', 'p')}${user('a')}${user('b')}<endEvent id="ie"/>${line('is', 'p', 'a', 'ie')}${flow('p', 'b')}${flow('b', 'ie')}`
  const model = `${ends}<subProcess id="sub">${inner}</subProcess><boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="gone"/>${line('s', 'sub', 'e')}${flow('late', 'gone')}`
  const linted = await lint(model)
  assert.deepEqual(linted.findings, [])
  const merged = model.replace(flow('a', 'ie'), flow('a', 'c')).replace(flow('b', 'ie'), flow('b', 'c')).replace('<endEvent id="ie"/>', `${user('c')}<endEvent id="ie"/>${flow('c', 'ie')}`)
  assert.deepEqual(await found(merged), ['leftover c'])
})

test('An error that nobody catches is a warning, one that is caught is none', async () => {
  const wrong = '<endEvent id="wrong"><errorEventDefinition errorRef="bad"/></endEvent>'
  const process = await read(`<startEvent id="s"/>${wrong}${flow('s', 'wrong')}`, { beside: '<error id="bad" errorCode="bad"/>' })
  assert.deepEqual(lintProcess(process).findings.map(({ kind }) => kind), ['not-caught'])
})

test('Of a model with very many states it is said that not all were looked at', async () => {
  const tasks = Array.from({ length: 14 }, (_, index) => `t${index}`)
  const model = `${ends}${split('parallel', 'p')}${split('parallel', 'j')}${flow('s', 'p')}${flow('j', 'e')}${tasks.map((id) => `${user(id)}<boundaryEvent id="${id}-x" attachedToRef="${id}" cancelActivity="false"><signalEventDefinition signalRef="sig"/></boundaryEvent>${flow(`${id}-x`, 'note')}${flow('p', id)}${flow(id, 'j')}`).join('')}<endEvent id="note"/>`
  const linted = lintProcess(await read(model, { beside: '<signal id="sig" name="sig"/>' }), { most: 2000 })
  assert.equal(linted.proven, false)
  const wide = `${ends}${split('parallel', 'p')}${split('parallel', 'j')}${flow('s', 'p')}${flow('j', 'e')}${tasks.map((id) => `${user(id)}${flow('p', id)}${flow(id, 'j')}`).join('')}`
  const proven = lintProcess(await read(wide))
  assert.deepEqual([proven.proven, proven.findings.length], [true, 0])
  assert.ok(proven.states < 100, 'orders of independent tasks are looked at once')
})
