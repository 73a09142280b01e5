import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { copyTree } from './copy-tree.ts'
import { nodeOf } from './try-version.ts'
import { passable, versionsFolder, type Program } from './upgrade-state.ts'

/** What a program is made of, as far as two that are equal in it are the same version. */
const parts = ['src', 'services', 'offices', 'messages', 'static', 'scripts', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']
const ofNoUse = new Set(['node_modules', '.git', '.svelte-kit', 'data', 'data-backup'])

/** A program by its folder. Its version is the number in package.json with a digest of what it is made of. Throws a sentence when there is none. */
export async function programAt(folder: string): Promise<Program> {
  const { name, version } = await readPackage(folder)
  if (name !== 'satu-pintu') throw new Error(`There is no Satu Pintu in ${folder}.`)
  const hash = createHash('sha256')
  for (const file of await filesOf(folder)) hash.update(`${file}\0`).update(await readFile(join(folder, file)))
  return { folder, version: `${version}-${hash.digest('hex').slice(0, 8)}` }
}

/**
 * Makes a program ready to run in a folder of its own under DATA_DIR: copied from where it was unpacked, its packages
 * installed and its pages built. Packages of the same lock file are taken over from the program that runs, without the
 * network. The office is not touched. Cut anywhere it leaves an unfinished folder, which the next call clears away.
 */
export async function prepareVersion(options: { readonly from: string; readonly running: string; readonly dataDir: string; readonly say: (sentence: string) => void }): Promise<Program> {
  const { from, running, dataDir, say } = options
  const { version } = await programAt(from)
  const folder = join(versionsFolder(dataDir), version)
  if (await isThere(folder)) return { folder, version }
  const draft = `${folder}.unfinished`
  await mkdir(versionsFolder(dataDir), { recursive: true, mode: passable })
  for (const name of await readdir(versionsFolder(dataDir))) if (name.endsWith('.unfinished')) await rm(join(versionsFolder(dataDir), name), { recursive: true, force: true })
  const inside = relative(from, resolve(dataDir)).split(sep)[0]!
  await copyTree(from, draft, { without: (path) => ofNoUse.has(path) || path.endsWith('.log') || (path === inside && inside !== '..') })
  const lock = await readFile(join(draft, 'package-lock.json'))
  if (lock.equals(await readFile(join(running, 'package-lock.json')).catch(() => Buffer.alloc(0)))) {
    say('Taking over the packages, which are the same.')
    await copyTree(join(running, 'node_modules'), join(draft, 'node_modules'), { linked: true, without: (path) => path === '.installed' || path === '.vite' })
  } else {
    say('Installing packages.')
    run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], draft, 'The packages of the new version could not be installed')
  }
  await writeFile(join(draft, 'node_modules/.installed'), createHash('sha256').update(lock).digest('hex'))
  say('Building the pages of the new version.')
  run(await nodeOf(draft), ['--disable-warning=ExperimentalWarning', join(draft, 'scripts/build.ts')], draft, 'The new version could not be built')
  await rename(draft, folder)
  return { folder, version }
}

/** Removes the programs that no upgrade needs any more: all but these. */
export async function clearVersions(dataDir: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(versionsFolder(dataDir)).catch(() => [])) {
    const folder = join(versionsFolder(dataDir), name)
    if (!kept.includes(folder)) await rm(folder, { recursive: true, force: true })
  }
}

export async function readPackage(folder: string): Promise<{ readonly name: string; readonly version: string }> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}')
  const { name = '', version = '0' } = JSON.parse(text) as { name?: string; version?: string }
  return { name, version }
}

function run(program: string, args: readonly string[], cwd: string, failure: string): void {
  const { status, stdout, stderr, error } = spawnSync(program, [...args], { cwd, encoding: 'utf8', shell: process.platform === 'win32', env: { ...process.env, NODE_ENV: '' } })
  if (status !== 0) throw new Error(`${failure}: ${(error?.message ?? `${stdout}${stderr}`).trim().split('\n').slice(-3).join(' ')}`)
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const part of parts) {
    const place = join(folder, part)
    if (!(await isThere(place))) continue
    if ((await stat(place)).isFile()) found.push(part)
    else for (const entry of await readdir(place, { recursive: true, withFileTypes: true })) if (entry.isFile()) found.push(relative(folder, join(entry.parentPath, entry.name)))
  }
  // Made of the messages at each start.
  return found.filter((file) => !file.startsWith(`src${sep}words${sep}`)).sort()
}

const isThere = (path: string) => stat(path).then(() => true, () => false)
