import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keptPasswords } from './passwords.ts'

export type RunningPostgres = { readonly superUrl: string; readonly adminUrl: string; readonly appUrl: string }

/**
 * Where the server that an office started in `dir` listens now, so that a command can ask it while the office runs. Starts
 * and changes nothing; null when its mark or its passwords are not there. The mark of a killed one may still lie there:
 * then nobody answers at that address.
 */
export async function findRunningPostgres(dir: string): Promise<RunningPostgres | null> {
  const mark = (await readFile(join(dir, 'cluster/postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const port = Number(mark[3])
  const passwords = await keptPasswords(dir)
  if (!Number.isInteger(port) || port <= 0 || passwords === null) return null
  const url = (role: keyof typeof passwords) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/satu_pintu`
  return { superUrl: url('postgres'), adminUrl: url('satu_pintu_owner'), appUrl: url('satu_pintu_app') }
}
