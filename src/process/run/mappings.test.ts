import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caught, edge, end, flow, line, on, problemsOf, read, user, way, wayIn } from '../sample-process.ts'
import { begin } from './advance.ts'
import { complete, happened, message, tasks, walk } from '../sample-walk.ts'

const io = (...mappings: readonly string[]) => `<extensionElements><zeebe:ioMapping>${mappings.join('')}</zeebe:ioMapping></extensionElements>`
const into = (source: string, target: string) => `<zeebe:input source="${source}" target="${target}"/>`
const out = (source: string, target: string) => `<zeebe:output source="${source}" target="${target}"/>`

test('A task that takes values in has them for itself, and hands out what its mappings say', async () => {
  const process = await read(way(`<userTask id="pay">${io(into('=fee * 2', 'amount'), into('cash', 'how'), out('=receipt', 'paid.receipt'), out('=amount', 'paid.amount'))}</userTask>${user('next')}`, 'pay', 'next'))
  const begun = walk(process, [], { fee: 5 })
  assert.deepEqual(begun.state, { at: { pay: 1 }, open: { 'pay:1': { at: {}, vars: { amount: 10, how: 'cash' } } }, made: 1, vars: {} })
  assert.deepEqual(walk(process, [complete('pay', { receipt: 'A1', note: 'x' })], { fee: 5 }).state, { at: { next: 1 }, made: 1, vars: { paid: { receipt: 'A1', amount: 10 } } })
})

test('A task without output mappings tells all that it was told', async () => {
  const process = await read(way(user('pay') + user('next'), 'pay', 'next'))
  assert.deepEqual(walk(process, [complete('pay', { receipt: 'A1', list: [1, { a: null }] })]).state.vars, { receipt: 'A1', list: [1, { a: null }] })
})

test('A value that a task has for itself stays its own when it is told anew', async () => {
  const process = await read(way(`<userTask id="pay">${io(into('=1', 'amount'))}</userTask>${user('next')}`, 'pay', 'next'))
  assert.deepEqual(walk(process, [complete('pay', { amount: 2, paid: true })], {}).state.vars, { paid: true })
})

test('A visit has values of its own that end with it', async () => {
  const process = await read(way(`${wayIn('visit', user('photo'), 'photo').replace('<startEvent', `${io(into('=city', 'place'), out('=seen', 'visited'))}<startEvent`)}${user('next')}`, 'visit', 'next'))
  assert.deepEqual(walk(process, [], { city: '3171' }).state.open, { 'visit:1': { at: { photo: 1 }, vars: { place: '3171' } } })
  assert.deepEqual(walk(process, [complete('photo', { seen: true, place: 'elsewhere' })], { city: '3171' }).state.vars, { seen: true, visited: true })
})

test('Events hand out what their mappings say, wherever they stand', async () => {
  const mapped = io(out('=text', 'letter'))
  const middle = await read(way(`<intermediateCatchEvent id="in">${mapped}${on.message('m')}</intermediateCatchEvent>${user('next')}`, 'in', 'next'))
  assert.deepEqual(walk(middle, [message('m', { text: 'hello', spam: 1 })]).state.vars, { letter: 'hello' })
  const onEdge = await read(way(`${user('work')}${edge('in', 'work', on.message('m')).replace('<message', `${mapped}<message`)}${end('e2')}${line('in', 'e2')}${user('next')}`, 'work', 'next').replace(flow('in', 'e2'), flow('in', 'next')).replace(/<endEvent id="e2">.*?<\/endEvent>/, ''))
  assert.deepEqual(walk(onEdge, [message('m', { text: 'hello', spam: 1 })]).state.vars, { letter: 'hello' })
  const first = await read(`<startEvent id="s">${io(out('=cities[1]', 'city'))}</startEvent>${user('next')}${end('e')}${line('s', 'next', 'e')}`)
  assert.deepEqual(walk(first, [], { cities: ['3171'] }).state.vars, { city: '3171' })
})

test('A value that can not be kept refuses the step, and nothing takes in what has no values of its own', async () => {
  const process = await read(way(`<userTask id="pay">${io(into('=[1..3]', 'range'))}</userTask>`, 'pay'))
  assert.deepEqual(begin(process, {}), { ok: false, refusal: { kind: 'BadValue', element: 'pay' } })
  const refused = async (elements: string, ...ids: readonly string[]) => (await problemsOf(read(way(elements, ...ids)))).map(({ element }) => element)
  assert.deepEqual(await refused(caught('in', on.message('m')).replace('<message', `${io(into('=1', 'a'))}<message`), 'in'), ['in'])
})

test('A script says its value in FEEL, as Camunda and as plain BPMN write it', async () => {
  const camunda = '<scriptTask id="a"><extensionElements><zeebe:script expression="=fee * 2" resultVariable="twice"/></extensionElements></scriptTask>'
  const plain = '<scriptTask id="b" scriptFormat="application/feel"><extensionElements><zeebe:properties><zeebe:property name="resultVariable" value="more"/></zeebe:properties></extensionElements><script>twice + 1</script></scriptTask>'
  assert.deepEqual(walk(await read(way(`${camunda}${plain}${user('next')}`, 'a', 'b', 'next')), [], { fee: 5 }).state.vars, { twice: 10, more: 11 })
})

test('Who does a task is said by the task, else by its lane', async () => {
  const lanes = '<laneSet id="set"><lane id="l1" name="verifier"><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef></lane><lane id="l2"><flowNodeRef>c</flowNodeRef></lane></laneSet>'
  const own = '<userTask id="b"><extensionElements><zeebe:assignmentDefinition candidateGroups="head"/></extensionElements></userTask>'
  const owner = '<userTask id="d"><potentialOwner id="o"><resourceAssignmentExpression id="r"><formalExpression id="f">clerk</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>'
  const process = await read(`${lanes}${user('a')}${own}${user('c')}${owner}`)
  assert.deepEqual(walk(process, []).waiting.map((each) => 'role' in each && each.role), ['verifier', 'head', 'l2', 'clerk'])
})

test('A task without work for anybody is passed, and put on the record', async () => {
  const step = walk(await read(way('<manualTask id="a"/><task id="b"/>', 'a', 'b')), [])
  assert.deepEqual([step.ended, happened(step, 'entered'), tasks(step)], [true, 's a b e', ''])
})
