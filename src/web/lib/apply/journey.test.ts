import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#office/service.ts'
import { addressAfter, addressBefore, journeyOf, placeOf } from './journey.ts'

const service = {
  groups: [{ key: 'applicant' }, { key: 'research' }],
  documents: [
    { key: 'ktp', madeBy: 'applicant' },
    { key: 'statement', madeBy: 'system' },
  ],
} as unknown as Service

test('an applicant walks from the questions over the documents to sending', () => {
  assert.deepEqual(journeyOf(service), ['applicant', 'research', 'documents', 'check'])
  assert.equal(addressAfter('a1', service, 'research'), '/applications/a1/documents')
  assert.equal(addressAfter('a1', service, 'check'), '/applications/a1')
  assert.equal(addressBefore('a1', service, 'applicant'), '/applications/a1')
  assert.deepEqual(placeOf(service, 'documents'), { place: 3, of: 4 })
})

test('a service that asks for no documents has no page for them', () => {
  const bare = { ...service, documents: service.documents.filter((document) => document.madeBy === 'system') }
  assert.deepEqual(journeyOf(bare), ['applicant', 'research', 'check'])
})
