import { spawn } from 'node:child_process'
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { ServerUser } from './server-user.ts'

const unfinished = 'cluster.new'

/** Whether there is a cluster that these programs can run. Throws a sentence when it is of another version. */
export async function isMade(cluster: string, { major }: Binaries): Promise<boolean> {
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  if (version === '' || version === major) return version !== ''
  throw new Error(
    `The database in ${cluster} was made by PostgreSQL ${version}, but version ${major} is installed. ` +
      'Bring its content over first, or go back to the release that made it.',
  )
}

/**
 * Makes the folder of a PostgreSQL server that is not there yet. It is made under another name and moved into place
 * when it is whole and on the disk, so that a half-made one is never started. Each attempt has a folder of its own: the
 * program of a killed one may still be writing.
 */
export async function makeCluster(options: {
  readonly dir: string
  readonly cluster: string
  readonly binaries: Binaries
  readonly superuserPassword: string
  readonly user: ServerUser
  readonly fast: boolean
  readonly log: (sentence: string) => void
}): Promise<void> {
  const { dir, cluster, user } = options
  for (const name of await readdir(dir))
    if (name.startsWith(unfinished)) await rm(join(dir, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined)
  if (await readdir(cluster).then((names) => names.length > 0, () => false))
    throw new Error(`${cluster} is not empty, but holds no database. Move it away, or bring it back whole from a backup.`)
  options.log('Making the database: this happens once.')
  const place = await mkdtemp(join(dir, `${unfinished}-`))
  const secret = join(dir, `${unfinished}-secret`)
  await writeFile(secret, options.superuserPassword, { mode: 0o600 })
  if (user.ids) for (const path of [place, secret]) await chown(path, user.ids.uid, user.ids.gid)
  try {
    await runInitdb(options, place, secret)
  } finally {
    await rm(secret, { force: true })
  }
  await rm(cluster, { recursive: true, force: true })
  await rename(place, cluster)
  await syncFolder(dir)
}

async function runInitdb({ binaries, user, fast }: Parameters<typeof makeCluster>[0], place: string, secret: string): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const flags = ['-D', place, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', ...locale, ...(fast ? ['--no-sync'] : [])]
  const [program, args, as] = user.launch(binaries.initdb, flags)
  const child = spawn(program, args, { ...as, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`The database could not be made: ${said.trim().split('\n').slice(-3).join(' ')}`)
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r')
  await folder.sync().finally(() => folder.close())
}
