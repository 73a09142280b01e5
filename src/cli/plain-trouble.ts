import { hostsOf } from '../adapters/postgres/hosts-of.ts'
import type { Settings } from './read-settings.ts'

/** Why the office could not be opened, as a sentence that names the setting to look at. What is not known is told as it is. */
export function plainTrouble(error: unknown, settings: Pick<Settings, 'port' | 'dataDir' | 'databaseUrl'>): string {
  const { code, syscall, message } = traitsOf(error)
  if (code === 'EADDRINUSE') return `Port ${settings.port} is in use by another program. Stop that one, or set PORT to another number.`
  if (code === 'EACCES' && syscall === 'listen') return `Port ${settings.port} is not for everyone on this machine. Set PORT to a number above 1023.`
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return `The folder ${settings.dataDir} can not be written to. Give it to this user, or set DATA_DIR to another one.`
  if (code === 'ENOSPC') return `The disk of ${settings.dataDir} is full.`
  const servers = settings.databaseUrl === null ? [] : hostsOf(settings.databaseUrl)
  const database = servers[0] === undefined ? null : named(servers)
  if (database && code === 'STANDBY') return `None of the database servers at ${database.host} takes changes: they are standbys. Promote one of them, or add the primary to DATABASE_URL.`
  if (database && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code)) return `No database answers at ${database.host}. See that it runs, and that DATABASE_URL is right.`
  if (database && (code === '28P01' || code === '28000')) return `The database at ${database.host} does not let "${database.username}" in. See to the name and password in DATABASE_URL.`
  if (database && code === '3D000') return `There is no database "${database.pathname.slice(1)}" at ${database.host}. Make it, or change DATABASE_URL.`
  if (database && code === '42501') return `"${database.username}" may not make what the office needs. DATABASE_URL must name an owner of the database who may make roles.`
  return message
}

/** The parts of an address to speak of: all hosts, and what they have in common. */
function named(servers: readonly string[]): Pick<URL, 'host' | 'username' | 'pathname'> {
  const urls = servers.map((server) => new URL(server))
  return { host: urls.map((url) => url.host).join(', '), username: urls[0]!.username, pathname: urls[0]!.pathname }
}

function traitsOf(error: unknown): { readonly code: string; readonly syscall: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', syscall: '', message: String(error) }
  const { code, syscall } = error as Error & { readonly code?: unknown; readonly syscall?: unknown }
  return { code: String(code ?? ''), syscall: String(syscall ?? ''), message: error.message }
}
