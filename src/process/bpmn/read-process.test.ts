import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDecisions } from '../dmn/read-decisions.ts'
import { bpmn, flow, line, noDecisions, problemsOf, read, readIzinPenelitian, timer, user } from '../sample-process.ts'
import { readProcess } from './read-process.ts'

/** A whole process around one element called x. */
const around = (element: string, more = '') => `<startEvent id="s"/>${element}<endEvent id="e"/>${line('s', 'x', 'e')}${more}`

/** The ids of the elements for which a model is refused. */
async function refused(elements: string, beside = ''): Promise<readonly string[]> {
  return (await problemsOf(read(elements, { beside }))).map((problem) => problem.element)
}

test('The research permit is read with its roles, its decision and its picture', async () => {
  const process = await readIzinPenelitian()
  assert.deepEqual(process.body.starts.map((node) => node.id), ['submitted'])
  assert.equal(process.nodes.size, 17)
  assert.deepEqual(process.nodes.get('check')?.does, { kind: 'user', role: 'verifier', form: null, due: null, headers: null })
  assert.deepEqual(process.nodes.get('check')?.boundary.map((event) => event.id), ['remind-officer', 'remind-head-check'])
  assert.deepEqual(process.nodes.get('route')?.does, { kind: 'decision', decision: 'route', into: 'route' })
  assert.equal(process.nodes.get('sign')?.properties['name.en'], 'Signed')
  assert.deepEqual([process.picture.layout?.shapes.length, process.picture.layout?.edges.length], [17, 15])
})

test('Elements that are not run are refused by their id', async () => {
  const elements = {
    'a complex gateway': '<complexGateway id="x"/>',
    'an event-based gateway': '<eventBasedGateway id="x"/>',
    'a subprocess': '<subProcess id="x"/>',
    'a transaction': '<transaction id="x"/>',
    'a called process': '<callActivity id="x" calledElement="other"/>',
    'a script task': '<scriptTask id="x" scriptFormat="js"><script>process.exit()</script></scriptTask>',
    'a signal': '<intermediateCatchEvent id="x"><signalEventDefinition/></intermediateCatchEvent>',
    'a condition event': '<intermediateCatchEvent id="x"><conditionalEventDefinition/></intermediateCatchEvent>',
    'a catch event without a trigger': '<intermediateCatchEvent id="x"/>',
    'a catch event with two triggers': `<intermediateCatchEvent id="x">${timer('2026-01-05T02:00:00Z')}${timer('2026-01-06T02:00:00Z')}</intermediateCatchEvent>`,
    'a thrown message': '<intermediateThrowEvent id="x"><messageEventDefinition/></intermediateThrowEvent>',
    'a message without a name': '<receiveTask id="x"/>',
    'a repeated task': '<userTask id="x"><multiInstanceLoopCharacteristics/></userTask>',
    'a looping task': '<userTask id="x"><standardLoopCharacteristics/></userTask>',
    'a compensating task': '<userTask id="x" isForCompensation="true"/>',
    'a task that wants two tokens': '<userTask id="x" startQuantity="2"/>',
    'a business rule task that calls nothing': '<businessRuleTask id="x"/>',
    'a decision that is not there': '<businessRuleTask id="x"><extensionElements><zeebe:calledDecision decisionId="nowhere"/></extensionElements></businessRuleTask>',
    'a mapping into what every object has': '<userTask id="x"><extensionElements><zeebe:ioMapping><zeebe:input source="=a" target="b.__proto__"/></zeebe:ioMapping></extensionElements></userTask>',
    'an event-based gateway that starts cases': '<eventBasedGateway id="x" instantiate="true"/>',
    'an ad-hoc subprocess': '<adHocSubProcess id="x"/>',
    'a repeated task for nothing that is said': '<userTask id="x"><multiInstanceLoopCharacteristics isSequential="true"/></userTask>',
    'an error in the middle': '<intermediateThrowEvent id="x"><errorEventDefinition/></intermediateThrowEvent>',
    'a link that leads nowhere': '<intermediateThrowEvent id="x"><linkEventDefinition name="far"/></intermediateThrowEvent>',
    'a listener': '<userTask id="x"><extensionElements><zeebe:executionListeners><zeebe:executionListener eventType="start" type="a"/></zeebe:executionListeners></extensionElements></userTask>',
    'a role that is an expression': '<userTask id="x"><extensionElements><zeebe:assignmentDefinition candidateGroups="=role"/></extensionElements></userTask>',
    'a task for a person': '<userTask id="x"><extensionElements><zeebe:assignmentDefinition assignee="budi"/></extensionElements></userTask>',
    'a default flow of a parallel gateway': '<parallelGateway id="x" default="x-e"/>',
    'a cycle of time that never comes': '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>R0/PT1H</timeCycle></timerEventDefinition></intermediateCatchEvent>',
    'a date that is none': `<intermediateCatchEvent id="x">${timer('tomorrow')}</intermediateCatchEvent>`,
    'a date that depends on where the machine stands': `<intermediateCatchEvent id="x">${timer('2026-01-05T09:00:00')}</intermediateCatchEvent>`,
    'broken FEEL in a timer': `<intermediateCatchEvent id="x">${timer('=due +')}</intermediateCatchEvent>`,
  }
  for (const [what, element] of Object.entries(elements)) assert.deepEqual(await refused(around(element)), ['x'], what)
})

test('Starts and ends that are not run are refused by their id', async () => {
  const between = (start: string, end: string) => `${start}${user('x')}${end}${line('s', 'x', 'e')}`
  assert.deepEqual(await refused(between('<startEvent id="s"><errorEventDefinition/></startEvent>', '<endEvent id="e"/>')), ['s'])
  for (const end of ['error', 'signal', 'escalation', 'message', 'cancel', 'timer'])
    assert.deepEqual(await refused(between('<startEvent id="s"/>', `<endEvent id="e"><${end}EventDefinition/></endEvent>`)), ['e'], end)
})

test('Only tasks that wait can have events on their edge', async () => {
  const edge = (host: string, trigger: string) => `<startEvent id="s"/>${host}<endEvent id="e"/>${line('s', 'h', 'e')}<boundaryEvent id="x" attachedToRef="h">${trigger}</boundaryEvent>${flow('x', 'e')}`
  assert.deepEqual(await refused(edge('<parallelGateway id="h"/>', timer('2026-01-05T02:00:00Z'))), ['x'])
  assert.deepEqual(await refused(edge('<manualTask id="h"/>', timer('2026-01-05T02:00:00Z'))), ['x'])
  assert.deepEqual(await refused(edge(user('h'), '<cancelEventDefinition/>')), ['x'])
  assert.deepEqual(await refused(edge(user('h'), timer('2026-01-05T02:00:00Z')).replace(flow('x', 'e'), flow('e', 'x'))), ['e', 'x'])
})

test('A gateway that could not choose is refused by the flow that says nothing', async () => {
  const choice = (attributes: string, toA: string, toB: string) =>
    `<startEvent id="s"/><exclusiveGateway id="x" ${attributes}/>${user('a')}${user('b')}<endEvent id="e"/>${flow('s', 'x')}${toA}${toB}${flow('a', 'e')}${flow('b', 'e')}`
  assert.deepEqual(await refused(choice('', flow('x', 'a', '=n = 1'), flow('x', 'b'))), ['x-b'])
  assert.deepEqual(await refused(choice('default="a-e"', flow('x', 'a', '=n = 1'), flow('x', 'b', '=n = 2'))), ['x'])
  assert.deepEqual(await refused(choice('', flow('x', 'a', '=n = '), flow('x', 'b', '=n = 2'))), ['x-a'])
  assert.deepEqual(await refused(choice('', flow('x', 'a', '${n == 1}'), flow('x', 'b', ''))), ['x-a'])
  assert.deepEqual(await refused(choice('', flow('x', 'a', '=cuont(n) = 1'), flow('x', 'b', '=n = 2'))), ['x-a'])
  const script = flow('x', 'a', 'n === 1').replace('"tFormalExpression"', '"tFormalExpression" language="javascript"')
  assert.deepEqual(await refused(choice('', script, flow('x', 'b', '=n = 2'))), ['x-a'])
  assert.deepEqual(await refused(`<startEvent id="s"/><parallelGateway id="x"/><endEvent id="e"/>${flow('s', 'x')}${flow('x', 'e', '=n = 1')}`), ['x-e'])
})

test('What can not be reached, leads nowhere or never rests is refused', async () => {
  const whole = around(user('x'))
  assert.deepEqual(await refused(whole + user('island') + flow('island', 'e')), ['island'])
  assert.deepEqual(await refused(whole + user('dead') + flow('x', 'dead')), ['dead'])
  assert.deepEqual(await refused(whole + flow('e', 'x')), ['e'])
  assert.deepEqual(await refused(whole + flow('x', 's')), ['s'])
  assert.deepEqual(await refused(`<startEvent id="s"/>${line('s')}`), ['s'])
  assert.deepEqual(await refused(''), ['process'])
  assert.deepEqual(await refused(whole + '<startEvent id="s2"/>' + flow('s2', 'x')), ['s2'])
  const round = `<startEvent id="s"/><exclusiveGateway id="x" default="x-y"/><intermediateThrowEvent id="y"/><endEvent id="e"/>${flow('s', 'x')}${flow('x', 'y')}${flow('y', 'x')}${flow('x', 'e', '=n = 1')}`
  assert.deepEqual(await refused(round), ['x'])
})

test('An id that means something to every object, or none at all, is refused', async () => {
  assert.deepEqual(await refused(`<startEvent id="s"/>${user('constructor')}<endEvent id="e"/>${line('s', 'constructor', 'e')}`), ['constructor'])
  assert.deepEqual(await refused(`<startEvent id="s"/>${user('x')}<endEvent id="e"/>${flow('s', 'x')}${flow('x', 'e', undefined, '__proto__')}`), ['__proto__'])
  assert.deepEqual(await refused(around(user('x')) + '<userTask/>'), ['bpmn:UserTask'])
})

test('Everything that is wrong is told at once', async () => {
  assert.deepEqual(await refused(`<startEvent id="s"/><scriptTask id="x"/><complexGateway id="y"/><endEvent id="e"/>${line('s', 'x', 'y', 'e')}`), ['x', 'y'])
})

test('A file holds one process that is executable', async () => {
  const process = (id: string, executable: boolean) => `<process id="${id}" isExecutable="${executable}"><startEvent id="${id}-s"/><endEvent id="${id}-e"/>${flow(`${id}-s`, `${id}-e`)}</process>`
  const file = (...processes: readonly string[]) => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="model">${processes.join('')}</definitions>`
  const problems = await problemsOf(readProcess(file(process('a', true), process('b', true)), { decisions: noDecisions }))
  assert.deepEqual(problems, [{ element: 'model', reason: 'The file must hold one executable process, it holds 2.' }])
  assert.equal((await problemsOf(readProcess(file(process('a', false)), { decisions: noDecisions })))[0]?.element, 'model')
  assert.equal((await readProcess(file(process('a', false), process('b', true)), { decisions: noDecisions })).id, 'b')
})

test('What is no BPMN is refused, whatever it is', async () => {
  const whole = bpmn(around(user('x')))
  const broken = ['', 'hello', '{"a":1}', '<a/>', whole.slice(0, -20), whole.replace('<endEvent', '<endevent'), whole.replace('id="x"', 'id="s"'), whole.replace('targetRef="e"', 'targetRef="nowhere"'), '\0', '<'.repeat(10_000)]
  for (const xml of broken) assert.ok((await problemsOf(readProcess(xml, { decisions: noDecisions }))).length > 0, xml.slice(0, 40))
  assert.deepEqual((await problemsOf(readProcess(broken[7]!, { decisions: noDecisions }))).map((each) => each.element), ['x-e'])
})

test('A model can not bring a document type, so it can not reach for other files or blow up', async () => {
  const whole = bpmn(around(user('x', '&amp;secret;')))
  const bombs = ['<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]>', '<!doctype a SYSTEM "http://example.com/a.dtd">', '<!DOCTYPE a [<!ENTITY secret "&#38;secret;&#38;secret;">]>']
  for (const bomb of bombs) {
    assert.match((await problemsOf(readProcess(bomb + whole, { decisions: noDecisions })))[0]!.reason, /document type/)
    assert.match((await problemsOf(readDecisions(bomb + '<definitions/>')))[0]!.reason, /document type/)
  }
})

test('What modelers add that changes nothing is let by', async () => {
  const process = await read(
    around(
      '<userTask id="x"><documentation>For people</documentation><extensionElements><zeebe:userTask/><zeebe:formDefinition formId="f"/><other:thing xmlns:other="http://example.com"/></extensionElements></userTask>',
      '<dataObject id="d"/><textAnnotation id="t"><text>Look</text></textAnnotation><association id="a" sourceRef="x" targetRef="t"/><laneSet id="l"><lane id="lane"><flowNodeRef>x</flowNodeRef></lane></laneSet>',
    ),
  )
  assert.deepEqual([...process.nodes.keys()], ['s', 'x', 'e'])
})
