/**
 * The addresses of a database of several servers, one connection string each, in the order in which they were written:
 * `postgres://user:password@one:5432,two:5432/office?target_session_attrs=read-write`, as libpq takes it. Wherever the one
 * that takes changes is, it is found by asking them, so that parameter only says what happens anyway. Empty when it is not
 * the address of a PostgreSQL server.
 */
export function hostsOf(url: string): readonly string[] {
  const parts = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#@]+)([/?#].*)?$/.exec(url)
  if (!parts) return []
  const [, before = '', hosts = '', after = ''] = parts
  const each = hosts.split(',').map((host) => withoutTarget(before + host + after))
  return each.every((one) => one !== null) ? (each as readonly string[]) : []
}

/** Null when it is no address. The driver would hand on to the server what it does not know. */
function withoutTarget(url: string): string | null {
  const parsed = URL.parse(url)
  if (!parsed || parsed.hostname === '') return null
  if (!parsed.searchParams.has('target_session_attrs')) return url
  parsed.searchParams.delete('target_session_attrs')
  return parsed.href
}
