import { randomUUID } from 'node:crypto'
import assert from 'node:assert/strict'
import { approveForSigning } from '../../src/usecases/decide-case.ts'
import { judgeCase } from '../../src/usecases/judge-case.ts'
import type { Office } from '../../src/usecases/ports.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { signPermits } from '../../src/usecases/sign-permits.ts'
import { takeTask } from '../../src/usecases/take-task.ts'
import type { Visitor } from '../../src/usecases/views.ts'

/** The verifier takes a case, out of turn where it must be. */
export async function take(office: Office, verifier: Visitor, id: string): Promise<void> {
  const taken = await takeTask(office, verifier, { id, reason: 'urgent-by-head', command: randomUUID() })
  assert.ok(taken.ok, JSON.stringify(taken))
}

/** Every document of a case that the officer holds is found to be in order. */
export async function acceptDocuments(office: Office, verifier: Visitor, id: string): Promise<void> {
  const read = await readCase(office, verifier, id)
  if (!read.ok) assert.fail(JSON.stringify(read))
  const documents = Object.fromEntries(read.view.documents.map((document) => [document.requirement, 'accepted' as const]))
  const judged = await judgeCase(office, verifier, { id, documents, fields: {}, command: randomUUID() })
  assert.ok(judged.ok, JSON.stringify(judged))
}

/** Taken, checked and approved: it waits for the head. */
export async function approve(office: Office, verifier: Visitor, id: string): Promise<void> {
  await take(office, verifier, id)
  await acceptDocuments(office, verifier, id)
  const approved = await approveForSigning(office, verifier, { id, command: randomUUID() })
  assert.ok(approved.ok, JSON.stringify(approved))
}

/** Signed by the head. Gives the permit's number. */
export async function sign(office: Office, head: Visitor, id: string): Promise<string> {
  const { results } = await signPermits(office, head, { ids: [id], command: randomUUID() })
  assert.ok(results[0]?.ok, JSON.stringify(results))
  return results[0].permit
}
