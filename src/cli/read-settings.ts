import { join, resolve, sep } from 'node:path'
import type { S3Settings } from '../adapters/files/bucket.ts'
import { readTextSettings, type TextSettings } from '../adapters/texts/text-settings.ts'
import { hostsOf } from '../adapters/postgres/hosts-of.ts'

/** How this office is run, from the environment. */
export type Settings = {
  readonly port: number
  readonly host: string
  /** Address that people reach the office under, without a slash at the end. */
  readonly origin: string
  readonly dataDir: string
  /** Null: the PostgreSQL server that comes along is started. */
  readonly databaseUrl: string | null
  /** Standbys for what may be some seconds old; null: the database is asked for everything. */
  readonly readUrl: string | null
  /** Null: mail waits in the queue, or goes to the demo's own mail server. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** Null: documents are kept under `dataDir`. */
  readonly s3: S3Settings | null
  /** Null: nobody is reached by text message, but in the demo. */
  readonly texts: TextSettings | null
  readonly demo: boolean
  /** Null: this office takes no backups by itself. */
  readonly backupDir: string | null
  /** The one key that opens the backups. */
  readonly backupKeyFile: string
  /** Any second of so many days can be restored. */
  readonly backupKeepDays: number
  /** Who is told by mail when something of the running of the office fails; null: nobody. */
  readonly operatorEmail: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the settings. Gives all sentences about what is wrong at once, each naming its variable and what fits. */
export function readSettings(environment: Environment): { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly problems: readonly string[] } {
  const problems: string[] = []
  const get = (name: string) => environment[name]?.trim() || null
  const say = <T>(fallback: T, problem: string): T => {
    problems.push(problem)
    return fallback
  }
  const portText = get('PORT') ?? '3000'
  const port = /^\d{1,5}$/.test(portText) && Number(portText) <= 65_535 ? Number(portText) : say(3000, `PORT must be a number from 0 to 65535, not "${portText}".`)
  const demoText = get('DEMO') ?? '0'
  const demo = demoText === '1' || demoText === '0' ? demoText === '1' : say(false, `DEMO must be 0 or 1, not "${demoText}".`)
  const originText = get('ORIGIN') ?? `http://localhost:${port}`
  const origin = readOrigin(originText) ?? say('', `ORIGIN must be an address such as https://izin.kota.example, without a path, not "${originText}".`)
  const databaseUrl = get('DATABASE_URL')
  if (databaseUrl !== null && hostsOf(databaseUrl).length === 0) problems.push('DATABASE_URL must look like postgres://user:password@host:5432/database, or with several hosts: @one:5432,two:5432/database.')
  const readUrl = get('DATABASE_READ_URL')
  if (readUrl !== null && hostsOf(readUrl).length === 0) problems.push('DATABASE_READ_URL must look like DATABASE_URL: postgres://user:password@standby:5432/database, with several standbys @one:5432,two:5432/database.')
  if (readUrl !== null && databaseUrl === null) problems.push('DATABASE_READ_URL is for an office with a DATABASE_URL.')
  const smtpUrl = get('SMTP_URL')
  if (smtpUrl !== null && !hasScheme(smtpUrl, ['smtp:', 'smtps:'])) problems.push('SMTP_URL must look like smtps://user:password@mail.kota.example:465.')
  const mailFrom = get('MAIL_FROM') ?? `Satu Pintu <no-reply@${hostOf(origin)}>`
  if (!/^[^\r\n]*<?[^\s@<>]+@[^\s@<>]+>?$/.test(mailFrom)) problems.push('MAIL_FROM must be an e-mail address, with a name before it if you like: Kantor <izin@kota.example>.')
  const dataDir = resolve(get('DATA_DIR') ?? './data')
  const backupText = get('BACKUP_DIR')
  const backupDir = backupText === 'off' ? null : resolve(backupText ?? `${dataDir}-backup`)
  if (backupDir !== null && `${backupDir}${sep}`.startsWith(`${dataDir}${sep}`)) problems.push('BACKUP_DIR must not lie in DATA_DIR: what takes the one takes the other.')
  const keepText = get('BACKUP_KEEP_DAYS') ?? '14'
  const backupKeepDays = /^[1-9]\d{0,3}$/.test(keepText) ? Number(keepText) : say(14, `BACKUP_KEEP_DAYS must be a number of days from 1 to 9999, not "${keepText}".`)
  const operatorEmail = get('OPERATOR_EMAIL')
  if (operatorEmail !== null && !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(operatorEmail)) problems.push('OPERATOR_EMAIL must be one plain e-mail address: teknisi@kota.example.')
  const s3Text = get('S3_URL')
  const s3 = s3Text === null ? null : readS3(s3Text)
  if (s3Text !== null && s3 === null) problems.push('S3_URL must look like https://KEY:SECRET@s3.kota.example/bucket?region=ap-southeast-3.')
  const textText = get('TEXT_URL')
  const texts = textText === null ? null : readTextSettings(textText, get('TEXT_NUMBER') ?? '')
  if (textText !== null && texts === null) problems.push('TEXT_URL must look like https://KEY:SECRET@sms.kota.example/v1?channels=sms,whatsapp, and TEXT_NUMBER must be the number that people write to: +62 811 1234 5678.')
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    settings: {
      port, host: get('HOST') ?? (demo ? '127.0.0.1' : '0.0.0.0'), origin, dataDir, databaseUrl, readUrl, smtpUrl, mailFrom, s3, texts, demo,
      backupDir, backupKeyFile: resolve(get('BACKUP_KEY_FILE') ?? join(dataDir, 'keys/backup.key')), backupKeepDays, operatorEmail,
    },
  }
}

function readOrigin(text: string): string | null {
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' ? url.origin : null
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text)
  return url !== null && schemes.includes(url.protocol) && url.hostname !== ''
}

/** The bucket stands in the path; key and secret stand where name and password do, percent-encoded; `timeout` is in seconds. */
function readS3(text: string): S3Settings | null {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username === '' || url.password === '' || !/^\/[a-z0-9][a-z0-9.-]*[a-z0-9]\/?$/.test(url.pathname)) return null
  const timeout = url.searchParams.get('timeout') ?? '30'
  if (!/^[1-9]\d{0,2}$/.test(timeout)) return null
  return {
    bucketUrl: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    patienceMs: Number(timeout) * 1000,
  }
}

const hostOf = (origin: string) => URL.parse(origin)?.hostname ?? 'localhost'
