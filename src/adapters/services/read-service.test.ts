import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadRegions } from '../regions.ts'
import { compileService, readServiceFiles, versionOf } from './read-service.ts'

const folder = fileURLToPath(new URL('../../../services/izin-penelitian/', import.meta.url))
const [files, regions] = await Promise.all([readServiceFiles(folder), loadRegions()])
const withTimer = (due: string) => ({ ...files, 'process.bpmn': files['process.bpmn']!.replace(/<bpmn:timeDate [^>]*>=remindOfficerAt<\/bpmn:timeDate>/, due) })

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

test('A service of which a file is missing is refused by that file', async () => {
  const { 'decisions.dmn': _, ...rest } = files
  await assert.rejects(compileService(rest, regions), /decisions\.dmn/)
})
