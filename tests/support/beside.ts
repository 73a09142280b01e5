import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openOffice } from '../../src/adapters/open-office.ts'
import { makeReadyDrafts, type ReadyDraft } from './ready-drafts.ts'
import type { RunningOffice } from './running-office.ts'

/** Addresses of a database: of its owner, of the application, and of its superuser. */
export type DatabaseUrls = { readonly adminUrl: string; readonly appUrl: string; readonly superUrl: string }

/** The database that a running office has started for itself. */
export async function databaseOf(office: Pick<RunningOffice, 'dataDir'>): Promise<DatabaseUrls> {
  const folder = join(office.dataDir, 'postgres')
  const passwords = JSON.parse(await readFile(join(folder, 'passwords.json'), 'utf8')) as Readonly<Record<string, string>>
  const port = (await readFile(join(folder, 'cluster/postmaster.pid'), 'utf8')).split('\n')[3]
  const url = (role: string) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/satu_pintu`
  return { adminUrl: url('satu_pintu_owner'), appUrl: url('satu_pintu_app'), superUrl: url('postgres') }
}

/** Fills in drafts through an office of our own on the same database and keys, which is closed again. */
export async function draftsBeside(at: { readonly origin: string; readonly dataDir: string }, urls: Pick<DatabaseUrls, 'adminUrl' | 'appUrl'>, count: number): Promise<readonly ReadyDraft[]> {
  const opened = await openOffice({
    ...urls,
    settings: { origin: at.origin, dataDir: at.dataDir, demo: true, mailFrom: 'kantor@office.example' },
    smtpUrl: null,
    log: { info: () => undefined, error: (facts, words) => console.error(words, facts) },
  })
  try {
    return await makeReadyDrafts(opened.office, count)
  } finally {
    await opened.close()
  }
}
