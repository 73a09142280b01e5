import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceView } from '#usecases/views.ts'
import { searchServices } from './search-services.ts'

const service = (id: string, name: string, keywords: readonly string[]) =>
  ({ service: { id, name: { id: name, en: '' }, summary: { id: '', en: '' }, keywords }, average: null }) as unknown as ServiceView
const services = [service('research', 'Izin Penelitian', ['skripsi', 'thesis']), service('build', 'Izin Mendirikan Bangunan', ['rumah'])]
const found = (query: string) => searchServices(services, query).map((view) => view.service.id)

test('A service is found by its name, by part of a word, and by what people call it', () => {
  assert.deepEqual(found('penelitian'), ['research'])
  assert.deepEqual(found('SKRIP'), ['research'])
  assert.deepEqual(found('izin rumah'), ['build'])
})

test('An empty search shows everything, a search for something else nothing', () => {
  assert.deepEqual(found('  '), ['research', 'build'])
  assert.deepEqual(found('paspor'), [])
  assert.deepEqual(found('<script>%_\\'), [])
})
