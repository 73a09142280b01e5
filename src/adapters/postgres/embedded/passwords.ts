import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerUser } from './server-user.ts'

export type Passwords = { readonly postgres: string; readonly satu_pintu_owner: string; readonly satu_pintu_app: string }

const roles = ['postgres', 'satu_pintu_owner', 'satu_pintu_app'] as const

/**
 * The passwords of a server, random, made at the first start and kept beside the cluster for nobody else to read. New
 * ones when the file is lost or damaged. Hexadecimal only: they go into addresses and statements as they are.
 */
export async function readPasswords(dir: string): Promise<Passwords> {
  const path = join(dir, 'passwords.json')
  const kept = await keptPasswords(dir)
  if (kept) return kept
  const fresh = Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('hex')])) as Passwords
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(fresh))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  return fresh
}

/** The passwords as they are on the disk; null when there are none. */
export const keptPasswords = async (dir: string): Promise<Passwords | null> => parse(await readFile(join(dir, 'passwords.json'), 'utf8').catch(() => ''))

function parse(text: string): Passwords | null {
  try {
    const read = JSON.parse(text) as Partial<Passwords>
    return roles.every((role) => /^[0-9a-f]{32,}$/.test(read[role] ?? '')) ? (read as Passwords) : null
  } catch {
    return null
  }
}

/** Gives a cluster the superuser's password that is on the disk, when the two differ: by its own files, without a server. */
export function resetSuperuser(cluster: string, postgres: string, user: ServerUser, passwords: Passwords): Promise<void> {
  const [program, args, as] = user.launch(postgres, ['--single', '-D', cluster, '-c', 'log_min_error_statement=panic', 'postgres'])
  const child = spawn(program, args, { ...as, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  child.stdin.on('error', () => undefined)
  child.stdin.end(`alter role postgres login password '${passwords.postgres}'\n`)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The password of the database in ${cluster} could not be renewed.`))))
  })
}
