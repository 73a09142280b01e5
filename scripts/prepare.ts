import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileWords } from './compile-words.ts'

export const root = fileURLToPath(new URL('../', import.meta.url))
const sources = ['src', 'static', 'messages', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']

/** Compiles the words, and builds the pages when anything that they are made of changed. */
export async function prepare(say: (sentence: string) => void): Promise<void> {
  await compileWords()
  const digest = await digestOf(root)
  const stamp = join(root, 'build/.built-from')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return
  say('Building the pages.')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The pages could not be built:\n${stdout}${stderr}`)
  await writeFile(stamp, digest)
}

/** Of everything that the pages of a program in a folder are made of. */
export async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of sources) for (const file of await filesOf(folder, name)) hash.update(`${file}\0`).update(await readFile(join(folder, file)))
  return hash.digest('hex')
}

async function filesOf(folder: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true }).catch(() => null)
  if (entries === null) return [name]
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}
