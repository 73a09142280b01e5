import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Channel } from './channel.ts'
import { routeOf } from './channel.ts'
import { attemptState, nextStep, pauseMs, type MessageFact } from './next-step.ts'

const now = Date.parse('2026-11-24T03:00:00Z')
const patienceMs = 600_000
const fact = (attempt: number, what: MessageFact['what'], ago = 0): MessageFact => ({ attempt, what, code: '', at: now - ago })
const step = (route: readonly Channel[], facts: readonly MessageFact[], quietUntil: number | null = null) => nextStep({ route, facts, now, quietUntil, patienceMs })

test('The chosen channel comes first, then mail, then what else there is', () => {
  const texts = ['sms', 'whatsapp'] as const
  const usual = { textable: true, silent: false }
  assert.deepEqual(routeOf({ chosen: 'whatsapp', texts }, usual), ['whatsapp', 'mail', 'sms'])
  assert.deepEqual(routeOf({ chosen: 'mail', texts }, usual), ['mail', 'sms', 'whatsapp'])
  assert.deepEqual(routeOf({ chosen: 'sms', texts: [] }, usual), ['mail'])
  assert.deepEqual(routeOf({ chosen: 'sms', texts }, { textable: false, silent: false }), ['mail'])
  assert.deepEqual(routeOf({ chosen: 'sms', texts }, { textable: true, silent: true })[0], 'mail', 'what can not wait wakes nobody')
})

test('A text that bounced goes on by mail at once, one that nobody confirmed after patience', () => {
  assert.deepEqual(step(['sms', 'mail'], []), { do: 'send', attempt: 0, channel: 'sms' })
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'handed-over'), fact(0, 'bounced')]), { do: 'send', attempt: 1, channel: 'mail' })
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'handed-over', 60_000)]), { do: 'wait', until: now - 60_000 + patienceMs })
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'handed-over', patienceMs)]), { do: 'send', attempt: 1, channel: 'mail' })
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'handed-over', patienceMs), fact(1, 'handed-over')]), { do: 'nothing' })
})

test('A provider that is away is asked again each minute, and left after patience', () => {
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'trouble', 1_000)]), { do: 'wait', until: now - 1_000 + pauseMs })
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'trouble', pauseMs)]), { do: 'send', attempt: 0, channel: 'sms' })
  assert.deepEqual(step(['sms', 'mail'], [fact(0, 'trouble', patienceMs), fact(0, 'trouble', pauseMs)]), { do: 'send', attempt: 1, channel: 'mail' })
})

test('In quiet hours texts wait and mail does not', () => {
  const end = now + 3_600_000
  assert.deepEqual(step(['sms', 'mail'], [], end), { do: 'wait', until: end })
  assert.deepEqual(step(['mail', 'sms'], [], end), { do: 'send', attempt: 0, channel: 'mail' })
})

test('Refused mail goes on by text, and with no channel after it is tried again', () => {
  assert.deepEqual(step(['mail', 'sms'], [fact(0, 'bounced')]), { do: 'send', attempt: 1, channel: 'sms' })
  assert.deepEqual(step(['mail'], [fact(0, 'bounced')]), { do: 'send', attempt: 0, channel: 'mail' })
})

test('In whatever order reports come, the state told is the same', () => {
  const facts = [fact(0, 'handed-over'), fact(0, 'delivered'), fact(0, 'bounced'), fact(0, 'trouble')]
  fc.assert(fc.property(fc.shuffledSubarray(facts, { minLength: 4 }), (order) => assert.equal(attemptState(order, 0)?.state, 'delivered')))
})

test('Whatever happens a message ends: each answer to a step brings it nearer, and nothing is sent after it arrived', () => {
  const routes: readonly (readonly Channel[])[] = [['sms', 'mail'], ['mail', 'sms', 'whatsapp'], ['whatsapp', 'mail', 'sms'], ['sms']]
  const outcome = fc.constantFrom('trouble', 'handed-over', 'delivered', 'bounced')
  fc.assert(
    fc.property(fc.constantFrom(...routes), fc.array(outcome, { minLength: 60, maxLength: 60 }), (route, outcomes) => {
      const facts: MessageFact[] = []
      let at = now
      for (const what of outcomes) {
        const next = nextStep({ route, facts, now: at, quietUntil: null, patienceMs })
        if (next.do === 'nothing') return
        if (next.do === 'wait') at = next.until
        else {
          assert.ok(!facts.some((each) => each.what === 'delivered'))
          // A mail server that is away is the queue's to ask again; here it takes or refuses.
          const told = next.channel === 'mail' ? (what === 'bounced' && next.attempt < route.length - 1 ? 'bounced' : 'handed-over') : what
          facts.push({ attempt: next.attempt, what: told, code: '', at })
        }
      }
      assert.fail(`${route.join()} does not end: ${JSON.stringify(facts)}`)
    }),
  )
})
