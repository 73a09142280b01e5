import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { photo } from './research.ts'
import type { RunningOffice } from './running-office.ts'
import { begin, researchForms, upload, type VisitorClient } from './visitor-client.ts'

/** Everything of a research permit but the last button; gives the id of the draft. */
export async function fillIn(visitor: VisitorClient): Promise<string> {
  const id = await begin(visitor)
  for (const [group, fields] of researchForms()) assert.equal((await visitor.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })).status, 303, group)
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) assert.equal((await upload(visitor, id, requirement, await photo(), 'foto.jpg')).status, 303, requirement)
  return id
}

/** Presses the last button. Gives the status of the answer, null when none came. */
export function send(visitor: VisitorClient, id: string, command: string): Promise<number | null> {
  return visitor.post(`/applications/${id}/check`, { declared: 'yes', command }).then((answer) => answer.status, () => null)
}

/** The numbers of all applications that a citizen sees as their own. */
export async function numbersOf(visitor: VisitorClient): Promise<ReadonlySet<string>> {
  return new Set((await (await visitor.get('/applications')).text()).match(/IP-\d\d-\d{6}-\d/g) ?? [])
}

/** The database of a running office, as its superuser. */
export async function openOfficeDatabase(office: RunningOffice): Promise<pg.Client> {
  const folder = join(office.dataDir, 'postgres')
  const { postgres } = JSON.parse(await readFile(join(folder, 'passwords.json'), 'utf8')) as { postgres: string }
  const port = Number((await readFile(join(folder, 'cluster/postmaster.pid'), 'utf8')).split('\n')[3])
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: postgres, database: 'satu_pintu' })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
