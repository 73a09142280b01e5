import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { RunningOffice } from './running-office.ts'
import { fillIn, send } from './submission.ts'
import { openVisitor, signUp } from './visitor-client.ts'

/** An application in a running office that a verifier found in order: it waits for the head. Gives its id. */
export async function readyToSign(office: RunningOffice): Promise<string> {
  const citizen = await signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
  const id = await fillIn(citizen)
  assert.equal(await send(citizen, id, randomUUID()), 303)
  const verifier = openVisitor(office.origin)
  await verifier.be('verifier')
  await verifier.post('/office/queue?/take', { id, reason: 'language', command: randomUUID() })
  const documents = Object.fromEntries(['ktp', 'surat_permohonan', 'proposal'].map((key) => [`document:${key}`, 'accepted']))
  assert.equal((await verifier.post(`/office/cases/${id}?/approve`, { ...documents, command: randomUUID() })).status, 303)
  return id
}
