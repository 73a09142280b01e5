// One node of the office with its pages, in a process of its own so that it can be killed, at an hour that stands still.
import { openOffice } from '../../src/adapters/open-office.ts'
import { openServer } from '../../src/cli/open-server.ts'

export type ServedNode = { readonly adminUrl: string; readonly appUrl: string; readonly dataDir: string; readonly origin: string; readonly now: number }

const { adminUrl, appUrl, dataDir, origin, now } = JSON.parse(process.argv[2]!) as ServedNode
const log = { info: () => undefined, error: (facts: object, words: string) => console.error(words, facts) }
const { office } = await openOffice({ settings: { origin, dataDir, demo: true, mailFrom: 'no-reply@office.example' }, adminUrl, appUrl, smtpUrl: null, log, now: () => now })
Object.assign(globalThis, { [Symbol.for('satu-pintu.door')]: { office, log } })
const { port } = await openServer({ port: 0, host: '127.0.0.1', origin })
process.stdout.write(`${port}\n`)
