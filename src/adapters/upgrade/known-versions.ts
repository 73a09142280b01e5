import { execFile, spawnSync } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readPackage } from './prepare-version.ts'

/** The newest version that this machine knows of without asking the network; null when none is newer than what runs. */
export async function newerThan(version: string, door: string): Promise<{ readonly version: string; /** What `upgrade --to` takes. */ readonly to: string } | null> {
  const stdout = await promisify(execFile)('git', ['-C', door, 'tag', '--list', 'v*'], { timeout: 3_000 }).then((said) => said.stdout, () => '')
  const tagged = stdout.split('\n').filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag)).map((tag) => ({ version: tag.slice(1), to: tag }))
  // Somebody unpacked or pulled a newer one over the folder in which the office is started.
  const here = await readPackage(door)
  const all = [...tagged, ...(here.name === 'satu-pintu' ? [{ version: here.version, to: door }] : [])]
  return all.filter((each) => isNewer(each.version, version)).sort((a, b) => (isNewer(a.version, b.version) ? 1 : -1)).at(-1) ?? null
}

/** By the three numbers; what stands behind them says nothing about age. */
export function isNewer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => each.split('-')[0]!.split('.').map(Number))
  for (let at = 0; at < 3; at++) if ((a![at] ?? 0) !== (b![at] ?? 0)) return (a![at] ?? 0) > (b![at] ?? 0)
  return false
}

/** Takes a version out of the checkout into a folder, without touching what lies in the checkout. Throws a sentence. */
export async function checkOut(door: string, ref: string, into: string): Promise<void> {
  await rm(into, { recursive: true, force: true })
  await mkdir(into, { recursive: true, mode: 0o700 })
  const archive = join(into, 'version.tar')
  const git = spawnSync('git', ['-C', door, 'archive', '--format=tar', `--output=${archive}`, '--end-of-options', ref], { encoding: 'utf8' })
  if (git.status !== 0) throw new Error(`${ref} is neither a folder nor a version that ${door} knows: unpack it somewhere and name that folder, or fetch it (git -C ${door} fetch --tags).`)
  const tar = spawnSync('tar', ['-xf', archive, '-C', into], { encoding: 'utf8' })
  if (tar.status !== 0) throw new Error(`The version ${ref} could not be unpacked: ${tar.stderr.trim()}`)
  await rm(archive)
}
