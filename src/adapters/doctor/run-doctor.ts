import { words } from '#words'
import type { Locale } from '../../office/service.ts'
import { trouble, type Ask, type Check, type DoctorContext, type Finding } from './check.ts'
import { backup } from './checks/backup.ts'
import { bloat } from './checks/bloat.ts'
import { certificate } from './checks/certificate.ts'
import { clock } from './checks/clock.ts'
import { connections } from './checks/connections.ts'
import { database } from './checks/database.ts'
import { demoSecrets } from './checks/demo-secrets.ts'
import { disk } from './checks/disk.ts'
import { duties } from './checks/duties.ts'
import { jobs } from './checks/jobs.ts'
import { keys } from './checks/keys.ts'
import { mail } from './checks/mail.ts'
import { migrations } from './checks/migrations.ts'
import { operators } from './checks/operators.ts'
import { permissions } from './checks/permissions.ts'
import { replication } from './checks/replication.ts'
import { seals } from './checks/seals.ts'
import { texts } from './checks/texts.ts'
import { transactions } from './checks/transactions.ts'
import { upgrade } from './checks/upgrade.ts'
import { webCertificate } from './checks/web-certificate.ts'

/** Everything that is looked at, in the order in which it is told. */
export const checks: readonly Check[] = [
  database, migrations, upgrade, disk, backup, jobs, mail, clock, certificate, seals, keys, webCertificate,
  permissions, demoSecrets, bloat, transactions, connections, replication, duties, operators,
]

export type Checked = Finding & { readonly id: string }

/** What the doctor needs of the office; the language of the answer comes with each question. */
export type Patient = Omit<DoctorContext, 't' | 'ask' | 'trouble'> & { readonly ask: Ask }

const patienceMs = 10_000
const helloMs = 4_000

/** Looks at everything, at once, and changes nothing. A check that can not be made is told as unknown; none holds up another. */
export async function runDoctor(patient: Patient, locale: Locale, list: readonly Check[] = checks): Promise<readonly Checked[]> {
  const code = await inTime(patient.ask('select 1'), helloMs).then(() => '', codeOf)
  const context: DoctorContext = { ...patient, t: words(locale), ask: code === '' ? patient.ask : null, trouble: code }
  // Of texts only an office hears that sends some.
  const looked = list === checks && context.texts ? [...list, texts] : list
  return Promise.all(looked.map(async (check) => ({ id: check.id, ...(await look(check, context)) })))
}

async function look(check: Check, context: DoctorContext): Promise<Finding> {
  try {
    return await inTime(check.run(context), patienceMs)
  } catch (error) {
    return trouble(context, 'unknown', 'not-seen', { code: codeOf(error) })
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' })), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Codes only: what a server says may quote an address or a value. */
function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown } | null)?.code ?? 'unknown')
}
