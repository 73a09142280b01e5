import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { ModelError } from '../../src/process/model-error.ts'
import { readProcess } from '../../src/process/bpmn/read-process.ts'
import { readDecisions } from '../../src/process/dmn/read-decisions.ts'
import { advance, begin } from '../../src/process/run/advance.ts'
import type { Process } from '../../src/process/bpmn/model.ts'
import { bpmn, edge, eventSub, flow, gateway, line, on, thrown, user, way, wayIn } from '../../src/process/sample-process.ts'
import type { ProcessEvent, Waiting } from '../../src/process/run/state.ts'

const runs = Number(process.env['SATU_PINTU_SPOILED'] ?? 500)
const permit = (name: string) => readFileSync(new URL(`../../services/izin-penelitian/${name}`, import.meta.url), 'utf8')
const decisions = await readDecisions(permit('decisions.dmn'))

const repeat = '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=papers" inputElement="paper" outputCollection="all" outputElement="=paper"/></extensionElements></multiInstanceLoopCharacteristics>'
const names = '<message id="message-m" name="m"/><signal id="signal-g" name="g"/><error id="error-bad" errorCode="bad"/><escalation id="escalation-up" escalationCode="up"/>'
const whole = way(
  `${gateway('inclusive', 'which', 'which-visit')}${wayIn('visit', `${user('photo')}${eventSub('heard', on.signal('g'), true)}`, 'photo')}${edge('late', 'visit', on.timer('P3D'))}${edge('up', 'visit', on.escalation('up'), true)}
   <userTask id="check">${repeat}</userTask>${edge('check-edge', 'check', on.undo())}<userTask id="un" isForCompensation="true"/><association id="way" sourceRef="check-edge" targetRef="un"/>
   ${gateway('inclusive', 'join')}${thrown('undo', on.undo())}${user('last')}${flow('which', 'check', 'big')}${line('check', 'join')}${line('late', 'join')}${line('up', 'last')}${eventSub('mend', on.error('bad'))}`,
  'which', 'visit', 'join', 'undo', 'last',
)
/** Models as they are drawn, which are then spoiled. */
const models = [permit('process.bpmn'), bpmn(whole, names)]

/** One way to spoil a text: a place, a length and something to put there. */
type Spoil = (xml: string, place: number, more: number) => string
const at = (xml: string, place: number) => Math.floor(place * xml.length)
const pick = (found: readonly string[], place: number) => found[Math.floor(place * found.length)] ?? ''
const ids = (xml: string) => [...xml.matchAll(/\bid="([^"]+)"/g)].map((each) => each[1]!)
const tags = (xml: string) => [...xml.matchAll(/<[\w:]+[^>]*\/>|<([\w:]+)[^>]*>[^<]*<\/\1>/g)].map((each) => each[0])

const spoils: Readonly<Record<string, Spoil>> = {
  cut: (xml, place) => xml.slice(0, at(xml, place)),
  flip: (xml, place, more) => `${xml.slice(0, at(xml, place))}${String.fromCharCode(32 + Math.floor(more * 95))}${xml.slice(at(xml, place) + 1)}`,
  drop: (xml, place, more) => xml.slice(0, at(xml, place)) + xml.slice(at(xml, place) + Math.ceil(more * 60)),
  double: (xml, place) => xml.replace(pick(tags(xml), place), (tag) => tag + tag),
  remove: (xml, place) => xml.replace(pick(tags(xml), place), ''),
  move: (xml, place, more) => xml.replace(pick(tags(xml), place), '').replace(pick(tags(xml), more), (tag) => tag + pick(tags(xml), place)),
  rename: (xml, place, more) => xml.replace(`"${pick(ids(xml), place)}"`, `"${pick(ids(xml), more)}"`),
  swap: (xml, place, more) => xml.replaceAll(`"${pick(ids(xml), place)}"`, '"\0"').replaceAll(`"${pick(ids(xml), more)}"`, `"${pick(ids(xml), place)}"`).replaceAll('"\0"', `"${pick(ids(xml), more)}"`),
  retarget: (xml, place, more) => ['sourceRef', 'targetRef', 'attachedToRef'].reduce((text, end) => text.replace(`${end}="${pick(ids(xml), place)}"`, `${end}="${pick(ids(xml), more)}"`), xml),
  swell: (xml, place) => xml.replace(`"${pick(ids(xml), place)}"`, `"${'x'.repeat(50_000)}"`),
  turn: (xml, place, more) => {
    const kinds = ['userTask', 'serviceTask', 'exclusiveGateway', 'parallelGateway', 'inclusiveGateway', 'eventBasedGateway', 'subProcess', 'endEvent', 'startEvent', 'intermediateThrowEvent', 'callActivity', 'transaction']
    return xml.replaceAll(new RegExp(`(</?(?:bpmn:)?)${pick(kinds, place)}\\b`, 'g'), `$1${pick(kinds, more)}`)
  },
}

const spoiling = fc.array(fc.record({ how: fc.constantFrom(...Object.keys(spoils)), place: fc.double({ min: 0, max: 0.999, noNaN: true }), more: fc.double({ min: 0, max: 0.999, noNaN: true }) }), { minLength: 1, maxLength: 3 })

/** A process, or the refusal of its model; anything else fails. */
async function readOrRefuse(xml: string): Promise<Process | ModelError> {
  try {
    return await readProcess(xml, { decisions })
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
}

const eventFor = (waits: Waiting): ProcessEvent => {
  const instance = waits.instance === undefined ? {} : { instance: waits.instance }
  if (waits.kind === 'message' || waits.kind === 'signal') return { kind: waits.kind, name: waits.name }
  if (waits.kind === 'timer') return { kind: 'timer', element: waits.element, ...instance }
  if (waits.kind === 'condition') return { kind: 'variables', variables: { big: true } }
  return { kind: 'complete', element: waits.element, ...instance, variables: { outcome: 'approve' } }
}

test('A model that was spoiled in any way is refused with a place and a reason, or runs', async () => {
  let [refused, run] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: models.length - 1 }), spoiling, async (which, steps) => {
      const xml = steps.reduce((spoiled, { how, place, more }) => spoils[how]!(spoiled, place, more), models[which]!)
      const process = await readOrRefuse(xml)
      if (process instanceof ModelError) {
        refused++
        assert.ok(process.problems.length > 0)
        for (const { element, reason } of process.problems) assert.ok(element !== '' && reason !== '')
        return
      }
      run++
      let step = begin(process, { cities: ['3171'], papers: ['a', 'b'], big: true })
      for (let event = 0; event < 12 && step.ok && !step.ended; event++) {
        assert.ok(step.waiting.length > 0 || step.state.joins || step.state.open || Object.keys(step.state.at).length > 0, 'It waits for nothing and has not ended.')
        if (step.waiting.length === 0) return
        step = advance(process, step.state, eventFor(step.waiting[event % step.waiting.length]!), { cities: ['3171'], papers: ['a', 'b'] })
      }
    }),
    { numRuns: runs },
  )
  assert.ok(refused > runs / 4 && run > runs / 50, `${refused} were refused and ${run} ran.`)
})

test('The models that are spoiled run when they are not', async () => {
  for (const model of models) assert.ok(!((await readOrRefuse(model)) instanceof ModelError))
})
