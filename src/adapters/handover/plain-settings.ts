import { hostsOf } from '../postgres/hosts-of.ts'
import type { HandoverSettings } from './gather-facts.ts'

/** The settings in force as their variables say them, with what is secret left out. */
export function plainSettings(settings: HandoverSettings): readonly (readonly [name: string, value: string])[] {
  return [
    ['ORIGIN', settings.origin],
    ['PORT', String(settings.port)],
    ['HOST', settings.host],
    ['DATA_DIR', settings.dataDir],
    ['DATABASE_URL', settings.databaseUrl === null ? '—' : withoutSecret(settings.databaseUrl)],
    ...(settings.readUrl ? ([['DATABASE_READ_URL', withoutSecret(settings.readUrl)]] as const) : []),
    ...(settings.s3 ? ([['S3_URL', bucketOf(settings.s3)]] as const) : []),
    ['SMTP_URL', settings.smtpUrl === null ? '—' : withoutSecret(settings.smtpUrl)],
    ['MAIL_FROM', settings.mailFrom],
    ...(settings.texts ? ([['TEXT_URL', textAddress(settings.texts)], ['TEXT_NUMBER', settings.texts.number]] as const) : []),
    ...(settings.databaseUrl === null ? ([['BACKUP_DIR', settings.backupDir ?? 'off'], ['BACKUP_KEY_FILE', settings.backupKeyFile]] as const) : []),
    ['DEMO', settings.demo ? '1' : '0'],
  ]
}

/** The provider's address with PASSWORD in place of the key and of what its webhooks are signed with. */
function textAddress({ url, channels }: NonNullable<HandoverSettings['texts']>): string {
  return `${url.replace('://', '://PASSWORD:PASSWORD@')}?channels=${channels.join(',')}`
}

/** The command that starts this office as it is set; a secret has to be typed in where PASSWORD stands. */
export function startCommand(settings: HandoverSettings): string {
  if (settings.demo) return `PORT=${settings.port} DATA_DIR=${quoted(settings.dataDir)} BACKUP_DIR=${quoted(settings.backupDir ?? 'off')} npm start`
  const given = plainSettings(settings).filter(([name, value]) => value !== '—' && name !== 'DEMO')
  return `${given.map(([name, value]) => `${name}=${quoted(value)}`).join(' ')} npm run serve`
}

/** The command line for this office, up to the name of a command: in the environment that it runs in. */
export function toolCommand(settings: HandoverSettings): string {
  const needed = new Set(['ORIGIN', 'PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'S3_URL', 'BACKUP_DIR', 'BACKUP_KEY_FILE', ...(settings.demo ? ['DEMO'] : ['SMTP_URL'])])
  const given = plainSettings(settings).filter(([name, value]) => needed.has(name) && value !== '—')
  return `${given.map(([name, value]) => `${name}=${quoted(value)}`).join(' ')} npm run -s satu-pintu --`
}

/** As S3_URL takes it. */
function bucketOf({ bucketUrl, region, accessKeyId }: NonNullable<HandoverSettings['s3']>): string {
  const url = new URL(bucketUrl)
  Object.assign(url, { username: encodeURIComponent(accessKeyId), password: 'PASSWORD' })
  return `${url.href}?region=${region}`
}

/** An address with PASSWORD in place of its password, and without what may hold another one behind the `?`. */
export function withoutSecret(address: string): string {
  const hosts = hostsOf(address)
  const url = URL.parse(hosts[0] ?? address)
  if (url === null) return '—'
  // Of several database servers the office must know all.
  if (hosts.length > 1) return `${url.protocol}//${url.username}${url.password === '' ? '' : ':PASSWORD'}@${hosts.map((host) => new URL(host).host).join(',')}${url.pathname}`
  if (url.password !== '') url.password = 'PASSWORD'
  url.search = ''
  return url.href
}

const quoted = (value: string) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`)
