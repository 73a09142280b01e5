import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type ServerUser = {
  /** Owner of the data folder; null when the server runs as whoever started us. */
  readonly ids: { readonly uid: number; readonly gid: number } | null
  /** The program and arguments that run a command as this user. */
  readonly as: (program: string, args: readonly string[]) => readonly [program: string, args: readonly string[]]
}

const name = 'satupintu-db'

/**
 * Under whom the database server runs. PostgreSQL refuses to run as root: then a system user is made for it, who may
 * pass the folders above (a clone under /root is closed to everyone else) but has no other power.
 */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return { ids: null, as: (program, args) => [program, args] }
  const ids = findUser(name) ?? makeUser() ?? findUser('postgres') ?? findUser('nobody')
  if (!ids) throw new Error('The database server can not run as root, and no other user could be made. Start the office as an ordinary user.')
  // The secure bit: without it the kernel forgets the power again when a program only asks whether it may (access(2)).
  const keep = ['--securebits=+no_setuid_fixup', '--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override', '--bounding-set=-all,+dac_override']
  const become = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', ...(mayKeep(keep, ids) ? keep : [])]
  return { ids, as: (program, args) => ['setpriv', [...become, '--', program, ...args]] }
}

/** Whether this machine lets a program of another user keep the one power (some containers do not). */
function mayKeep(keep: readonly string[], ids: { readonly uid: number; readonly gid: number }): boolean {
  return spawnSync('setpriv', [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', ...keep, '--', '/bin/true']).status === 0
}

function makeUser(): ReturnType<typeof findUser> {
  spawnSync('useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name])
  return findUser(name)
}

function findUser(wanted: string): { readonly uid: number; readonly gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((each) => each.startsWith(`${wanted}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}
