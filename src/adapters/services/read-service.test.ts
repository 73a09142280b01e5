import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadRegions } from '../regions.ts'
import { compileService, readServiceFiles, versionOf } from './read-service.ts'

const folder = fileURLToPath(new URL('../../../services/izin-penelitian/', import.meta.url))
const [files, regions] = await Promise.all([readServiceFiles(folder), loadRegions()])
const timed = await readFile(new URL('../../process/sample-permit.bpmn', import.meta.url), 'utf8')
const withTimer = (due: string) => ({ ...files, 'process.bpmn': timed.replace(/<bpmn:timeDate [^>]*>=remindOfficerAt<\/bpmn:timeDate>/, due) })

test('A service is made of its files, and its version names exactly these', async () => {
  const service = await compileService(files, regions)
  assert.equal(service.id, 'izin-penelitian')
  assert.equal(service.version, versionOf(files))
  assert.notEqual(versionOf({ ...files, 'service.yaml': `${files['service.yaml']!}\n` }), service.version)
})

test('A service may remind after so many hours; a timer that repeats is refused by its element, never left unserved', async () => {
  const hours = await compileService(withTimer('<bpmn:timeDuration>PT4H</bpmn:timeDuration>'), regions)
  const does = hours.process.nodes.get('remind-officer')?.does
  assert.equal(does?.kind === 'boundary' && does.on === 'timer' && does.dueKind, 'duration')
  await assert.rejects(compileService(withTimer('<bpmn:timeCycle>R3/PT4H</bpmn:timeCycle>'), regions), /^ModelError: remind-officer: A timer that repeats/)
})

const withFacts = (...changes: readonly (readonly [string | RegExp, string])[]) => ({ ...files, 'service.yaml': changes.reduce((text, [from, to]) => text.replace(from, to), files['service.yaml']!) })

test('A version from before the escalation keeps its reminders, and its silence approves nothing', async () => {
  const earlier = await compileService(withFacts([/escalation:\n(  - .*\n)+/, 'reminders: { officer: PT4H, head: PT2H }\n'], [/deemed_approval:\n(  .*\n)+/, '']), regions)
  assert.deepEqual(earlier.escalation, [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }])
  assert.equal(earlier.deemedApproval, null)
})

test('A service whose silence approves needs the words of the law, and a process with a way for it', async () => {
  assert.equal((await compileService(files, regions)).deemedApproval?.on, false, 'off by default')
  const on = withFacts(['  on: false', '  on: true'])
  assert.equal((await compileService(on, regions)).deemedApproval?.on, true)
  const noWay = { ...on, 'process.bpmn': files['process.bpmn']!.replaceAll('promise-lapsed"', 'something-else"') }
  await assert.rejects(compileService(noWay, regions), /process\.bpmn: deemed_approval is on.*promise-lapsed.*issue-permit/)
  await assert.rejects(compileService(withFacts(['  on: false', '  on: true'], [/  basis: .*/, "  basis: ''"]), regions), /needs its basis/)
})

test('Rules that make no sense are refused in plain words where the service is read', async () => {
  await assert.rejects(compileService(withFacts(['to: above, after: PT0S', 'to: mayor, after: PT0S']), regions), /goes to "mayor"/)
  await assert.rejects(compileService(withFacts(['to: above, after: PT0S', 'to: above']), regions), /either before or after/)
  await assert.rejects(compileService(withFacts(['before: PT4H', 'before: P1W']), regions), /P1W is not a length of working time/)
  const stopped = (value: string) => ({ ...files, 'process.bpmn': files['process.bpmn']!.replace('name="waits-for" value="applicant"', `name="waits-for" value="${value}"`) })
  await assert.rejects(compileService(stopped('godot'), regions), /correction: The property waits-for is "godot"/)
})

test('A service of which a file is missing is refused by that file', async () => {
  const { 'decisions.dmn': _, ...rest } = files
  await assert.rejects(compileService(rest, regions), /decisions\.dmn/)
})
