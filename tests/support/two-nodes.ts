import { openOffice, type Opened } from '../../src/adapters/open-office.ts'
import type { TestOffice } from './test-office.ts'

/** A second node of the same office: its own pools and caches, the same database, files, keys and time. */
export function openSecondNode(house: TestOffice): Promise<Opened> {
  return openOffice({
    settings: { origin: house.office.origin, dataDir: house.dataDir, demo: true, mailFrom: 'Satu Pintu <no-reply@office.example>' },
    adminUrl: house.database.adminUrl,
    appUrl: house.database.appUrl,
    smtpUrl: null,
    log: { info: () => undefined, error: (facts, words) => console.error(words, facts) },
    now: () => house.office.now(),
  })
}
