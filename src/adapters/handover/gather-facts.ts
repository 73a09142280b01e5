import type { TextSettings } from '../texts/text-settings.ts'
import { readFile, stat } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { incidentsOf, type Incident, type IncidentEntry } from '../../office/operations/incident.ts'
import type { Locale } from '../../office/service.ts'
import type { Ask } from '../doctor/check.ts'
import type { S3Settings } from '../files/bucket.ts'
import { runDoctor, type Checked } from '../doctor/run-doctor.ts'

export type HandoverSettings = {
  readonly port: number
  readonly host: string
  readonly origin: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** Standbys that are read; null or left out: none. */
  readonly readUrl?: string | null
  /** The bucket of the documents; null or left out: they lie under `dataDir`. */
  readonly s3?: Pick<S3Settings, 'bucketUrl' | 'region' | 'accessKeyId'> | null
  readonly smtpUrl: string | null
  readonly texts?: TextSettings | null
  readonly mailFrom: string
  readonly demo: boolean
  readonly backupDir: string | null
  readonly backupKeyFile: string
}

export type DutyLine = { readonly unit: string; readonly code: string; readonly duty: 'verifier' | 'head' | 'counter' | 'operator'; readonly people: number; /** Of those who run the system; of others the number is enough. */ readonly names: string }
/** `owner`: whose file it is on this machine; null when it is not there. */
export type KeyLine = { readonly file: string; readonly key: 'backup' | 'master' | 'certificate' | 'seals' | 'mac' | 'identity'; readonly owner: string | null }

export type HandoverFacts = {
  readonly settings: HandoverSettings
  readonly program: { readonly folder: string; readonly version: string; readonly node: string }
  readonly machine: string
  readonly user: string
  readonly checks: readonly Checked[]
  readonly keys: readonly KeyLine[]
  /** Null while the database does not answer. */
  readonly database: { readonly version: string; readonly duties: readonly DutyLine[]; readonly incidents: readonly Incident[]; readonly cases: number } | null
  readonly madeAt: number
}

/** Everything that the book tells, as it is now. What the database knows is left out while it does not answer; the rest is told. */
export async function gatherFacts(options: { readonly settings: HandoverSettings; readonly ask: Ask; /** In which the office is started; after an upgrade its program is in another one. */ readonly folder: string; readonly program?: string; readonly locale: Locale; readonly now: () => number }): Promise<HandoverFacts> {
  const { settings, ask, folder, program = folder, locale, now } = options
  const checks = await runDoctor({ ...settings, ownDatabase: settings.databaseUrl !== null, now, ask }, locale)
  const { version } = JSON.parse(await readFile(join(program, 'package.json'), 'utf8')) as { version: string }
  return {
    settings,
    program: { folder, version, node: process.versions.node },
    machine: hostname(),
    user: userInfo().username,
    checks,
    keys: await Promise.all(keyFilesOf(settings).map(async ([key, file]) => ({ key, file, owner: await ownerOf(file) }))),
    database: await askFacts(ask, locale).catch(() => null),
    madeAt: now(),
  }
}

const keyFiles = [['master', 'keys/master.key'], ['certificate', 'signing/office.pem'], ['seals', 'signing/seals'], ['mac', 'signing/mac.key'], ['identity', 'secrets/identity']] as const

function keyFilesOf({ dataDir, databaseUrl, backupDir, backupKeyFile }: HandoverSettings): readonly (readonly [KeyLine['key'], string])[] {
  const backup = databaseUrl === null && backupDir !== null ? ([['backup', backupKeyFile]] as const) : []
  return [...backup, ...keyFiles.map(([key, file]) => [key, join(dataDir, file)] as const)]
}

async function askFacts(ask: Ask, locale: Locale): Promise<NonNullable<HandoverFacts['database']>> {
  const [about] = await ask<{ version: string; cases: number }>(`select current_setting('server_version') as version, (select count(*)::int from office.cases) as cases`)
  const duties = await ask<DutyLine>(
    `select u.name ->> $1 as unit, u.code, d.duty, count(distinct d.person)::int as people, coalesce(string_agg(distinct p.name, ', ') filter (where d.duty = 'operator'), '—') as names
     from office.duties d join office.units u on u.code = d.unit join identity."user" p on p.id = d.person
     where d.valid_from <= current_date and (d.valid_until is null or d.valid_until >= current_date)
     group by u.name, u.code, d.duty order by u.code, d.duty`,
    [locale],
  )
  const entries = await ask<IncidentEntry>(
    `select id, incident, kind, extract(epoch from at)::float8 * 1000 as at, down, jsonb_build_object('id', words_id, 'en', words_en) as words from office.incident_entries
     where incident in (select incident from office.incident_entries where kind = 'opened' order by at desc limit 5)`,
  )
  return { version: about?.version ?? '', cases: about?.cases ?? 0, duties, incidents: incidentsOf(entries) }
}

/** The name of the user whose file it is, where the machine tells names; else the number. */
async function ownerOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (!found) return null
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const line = users.split('\n').find((each) => each.split(':')[2] === String(found.uid))
  return line?.split(':')[0] ?? String(found.uid)
}
