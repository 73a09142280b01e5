import { spawnSync } from 'node:child_process'
import { chmodSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'

export type Ids = { readonly uid: number; readonly gid: number }

/** What to hand to `spawn` so that a command runs as the database server's user. */
export type Launch = readonly [program: string, args: readonly string[], as: { readonly uid?: number; readonly gid?: number }]

export type ServerUser = {
  /** Owner of the cluster's folder; null when the server runs as whoever started us. */
  readonly ids: Ids | null
  readonly launch: (program: string, args: readonly string[]) => Launch
}

const name = 'satupintu-db'

/**
 * Under whom the database server runs: whoever started us or, because PostgreSQL refuses to run as root, the user who
 * owns the data already, else a system user made for it. That user gets one power more only if the folders above are
 * closed to it (a clone under /root): to pass them, or where a container grants only that, to overrule file permissions.
 * Throws a sentence when there is no way. `dir` must exist; `made` tells whether there is a cluster in it.
 */
export function serverUser(at: {
  readonly dir: string
  readonly cluster: string
  readonly made: boolean
  readonly binaries: Binaries
  readonly log: (sentence: string) => void
}): ServerUser {
  const ids = process.getuid?.() === 0 ? ownerUnderRoot(at.dir, at.cluster, at.log) : ownerOrdinary(at.cluster)
  if (at.made) chmodSync(at.cluster, 0o700)
  // The first steps of the real thing, which write nothing.
  const [program, ...args] = at.made
    ? ([at.binaries.postgres, '-C', 'port', '-D', at.cluster] as const)
    : ([at.binaries.initdb, '--show', '-D', join(at.dir, 'none')] as const)
  const failures: string[] = []
  for (const launch of waysToRun(ids)) {
    const [first, rest, as] = launch('/bin/sh', ['-c', 'cd "$1" && shift && exec "$@"', 'sh', at.dir, program, ...args])
    const tried = spawnSync(first, rest, { ...as, cwd: '/', encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
    if (tried.status === 0) return { ids, launch }
    failures.push((tried.stderr || tried.error?.message || '').trim().split('\n').pop() ?? '')
  }
  const reason = failures.findLast((each) => each !== '') ?? 'no reason was given'
  throw new Error(
    ids === null
      ? `The database server does not run on this machine (${reason}). Set DATABASE_URL to a server of your own.`
      : `PostgreSQL refuses to run as root, and as another user it can not be run here (${reason}). Start the office as an ordinary user.`,
  )
}

/** From the least power to the most. SIGINT when we are killed: a fast shutdown that keeps everything committed. */
function waysToRun(ids: Ids | null): readonly ServerUser['launch'][] {
  const along = '--pdeathsig=INT'
  const through = (flags: readonly string[]): ServerUser['launch'] => (program, args) => ['setpriv', [...flags, along, '--', program, ...args], {}]
  if (ids === null) return [through([]), (program, args) => [program, args, {}]]
  const become = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups']
  const only = (powers: string) => ['--inh-caps', '--ambient-caps', '--bounding-set'].map((set) => `${set}=-all${powers}`)
  // The programs ask by access(2) whether they may run each other, which overlooks the power of anyone but root unless
  // this bit is set.
  const heeded = '--securebits=+no_setuid_fixup'
  return [
    through([...become, ...only('')]),
    ...['dac_read_search', 'dac_override'].map((power) => through([...become, ...only(`,+${power}`), heeded])),
    (program, args) => [program, args, ids],
  ]
}

function ownerOrdinary(cluster: string): null {
  const owner = ownerOf(cluster)
  if (owner && process.getuid && owner.uid !== process.getuid())
    throw new Error(`The database in ${cluster} belongs to another user (number ${owner.uid}). Start the office as that user or as root, or set DATA_DIR to another folder.`)
  return null
}

function ownerUnderRoot(dir: string, cluster: string, log: (sentence: string) => void): Ids {
  const owner = ownerOf(cluster)
  if (owner && owner.uid !== 0) return owner
  const ids = findUser(([, uid]) => uid === String(ownerOf(dir)?.uid)) ?? findUser(named(name)) ?? makeUser(log) ?? findUser(named('nobody'))
  if (!ids) throw new Error('PostgreSQL refuses to run as root, and no other user could be made. Start the office as an ordinary user.')
  // Brought back from a copy by root: PostgreSQL starts only on what is its own.
  if (owner) spawnSync('chown', ['-R', `${ids.uid}:${ids.gid}`, cluster])
  return ids
}

function makeUser(log: (sentence: string) => void): Ids | null {
  spawnSync('useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name])
  const made = findUser(named(name))
  if (made) log(`Made the system user ${name}: PostgreSQL refuses to run as root.`)
  return made
}

const named = (wanted: string) => ([name]: readonly [name: string, uid: string]) => name === wanted

/** A user of this machine who is not root. PostgreSQL makes no cluster for a number that has no name. */
function findUser(isWanted: (user: readonly [name: string, uid: string]) => boolean): Ids | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name = '', , uid = '', gid = ''] = line.split(':')
    if (isWanted([name, uid]) && /^[1-9]\d*$/.test(uid) && /^\d+$/.test(gid)) return { uid: Number(uid), gid: Number(gid) }
  }
  return null
}

function ownerOf(path: string): Ids | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}

/** What root wrote into a folder of someone else's becomes theirs, so that they can start the office again without root. */
export function leaveToOwnerOf(dir: string): void {
  const owner = ownerOf(dir)
  if (process.getuid?.() !== 0 || !owner || owner.uid === 0) return
  for (const entry of readdirSync(dir, { withFileTypes: true }))
    if (entry.isFile()) lchownSync(join(dir, entry.name), owner.uid, owner.gid)
}

/** Under root another user runs the server: root's folder lets it pass to its cluster, and shows it nothing else. */
export function letPass(dir: string): void {
  if (process.getuid?.() === 0 && ownerOf(dir)?.uid === 0) chmodSync(dir, 0o711)
}
