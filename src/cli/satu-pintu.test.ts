import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('satu-pintu.ts', import.meta.url))
const service = fileURLToPath(new URL('../../services/izin-penelitian/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'satu-pintu-cli-'))
const permit = join(service, 'process.bpmn')

/** Runs the command as its user does, from another folder than the project's. */
function ask(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], { encoding: 'utf8', cwd: folder, env: { ...process.env, INIT_CWD: folder } })
  return { status, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> }
}

function keep(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}

/** Nothing on standard output, one line on the other, and a code that is not zero. */
function refused(answer: ReturnType<typeof ask>, words: RegExp): void {
  assert.equal(answer.status, 1)
  assert.equal(answer.stdout, '')
  assert.match(answer.stderr, /^[^\n]+\n$/)
  assert.match(answer.stderr, words)
}

test('A model is driven by a list of events, and each state is told', () => {
  const events = keep('events.json', [
    { kind: 'complete', element: 'check', variables: { outcome: 'approve' } },
    { kind: 'complete', element: 'sign', variables: { outcome: 'sign' } },
  ])
  const answer = ask('run', permit, '--events', events, '--context', '{"cities":["3171"]}', '--json')
  assert.equal(answer.status, 0, answer.stderr)
  const { steps, ended, waiting } = answer.json() as { steps: { state: { at: object } }[]; ended: boolean; waiting: { element: string }[] }
  assert.deepEqual(steps.map(({ state }) => state.at), [{ check: 1 }, { sign: 1 }, { issue: 1 }])
  assert.deepEqual([ended, waiting.map(({ element }) => element)], [false, ['issue', 'lapse']], 'it is to be issued, unless its promise lapses first')
  assert.equal(answer.stdout.trim().split('\n').length, 1)
})

test('An event that comes too late is told as refused, leaves the state as it was, and the command fails', () => {
  const events = keep('late.json', [{ kind: 'complete', element: 'sign' }])
  const answer = ask('run', permit, '--events', events, '--context', '{"cities":["3171"]}', '--json')
  assert.equal(answer.status, 1)
  assert.match(answer.stderr, /^Event 1 was refused: NotWaiting sign\n$/)
  const { steps } = answer.json() as { steps: { state: unknown; refusal?: unknown }[] }
  assert.deepEqual(steps[1]?.refusal, { kind: 'NotWaiting', element: 'sign' })
  assert.deepEqual(steps[1]?.state, steps[0]?.state)
})

test('A decision is made and says by which rules', () => {
  const answer = ask('decide', join(service, 'decisions.dmn'), 'route', '--input', '{"cities":["3171","3174"]}', '--json')
  assert.deepEqual(answer.json(), { decision: 'route', value: { level: 'province', unit: '31' }, rules: ['several-cities'] })
})

test('A model is checked, and one that can not be read is told element by element', () => {
  const sound = ask('lint-model', permit, '--json')
  assert.deepEqual([sound.status, sound.json()['ok'], sound.json()['proven']], [0, true, true])
  const broken = ask('lint-model', keep('broken.bpmn', readFileSync(permit, 'utf8').replace('<bpmn:exclusiveGateway id="checked"', '<bpmn:complexGateway id="checked"').replace('</bpmn:exclusiveGateway>', '</bpmn:complexGateway>')), '--json')
  assert.equal(broken.status, 1)
  assert.deepEqual((broken.json()['findings'] as { element: string }[]).map(({ element }) => element), ['checked'])
})

test('A model is drawn into a file, with where a case is', () => {
  const answer = ask('draw', permit, '--at', 'check', '--done', 'submitted,route', '--lang', 'en', '--out', 'permit.svg', '--json')
  assert.equal(answer.status, 0, answer.stderr)
  assert.match(readFileSync(join(folder, 'permit.svg'), 'utf8'), /^<svg[\s\S]*Documents[\s\S]*<\/svg>\s*$/)
})

test('What is wrong is said in one line, with nothing on standard output', () => {
  refused(ask('draw', permit, '--at', 'nowhere', '--out', 'x.svg', '--json'), /nowhere/)
  refused(ask('run', 'missing.bpmn', '--json'), /missing\.bpmn can not be read: ENOENT/)
  refused(ask('run', permit, '--events', keep('odd.json', [{ kind: 'complete' }]), '--json'), /Event 1 of kind complete needs "element"/)
  refused(ask('run', permit, '--events', keep('no.json', 'nothing'), '--json'), /no JSON/)
  refused(ask('decide', join(service, 'decisions.dmn'), 'nothing', '--json'), /UnknownDecision/)
  refused(ask('decide', join(service, 'decisions.dmn'), 'route', '--input', '[1]', '--json'), /must be a JSON object/)
  refused(ask('run', keep('cut.bpmn', readFileSync(permit, 'utf8').slice(0, 900)), '--json'), /no BPMN/)
  refused(ask('draw', permit, '--colour', 'red'), /colour/)
  assert.equal(ask('fly').status, 1)
})

test('What a pack of paper forms can not be printed for is said in one line, and nothing is opened', () => {
  refused(ask('paper-pack', '--out', 'x.pdf'), /--unit/)
  refused(ask('paper-pack', '--unit', '3171'), /--out/)
  refused(ask('paper-pack', '--unit', '3171', '--out', 'x.pdf', '--forms', '51'), /1 to 50/)
  refused(ask('paper-pack', '--unit', '3171', '--out', 'x.pdf', '--lang', 'fr'), /id or en/)
})
