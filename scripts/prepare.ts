import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileWords } from './compile-words.ts'

export const root = fileURLToPath(new URL('../', import.meta.url))
const sources = ['src', 'static', 'messages', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']

/** Compiles the words, and builds the pages when anything that they are made of changed. */
export async function prepare(say: (sentence: string) => void): Promise<void> {
  await compileWords()
  const digest = await digestOf(sources)
  const stamp = join(root, 'build/.built-from')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return
  say('Building the pages.')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The pages could not be built:\n${stdout}${stderr}`)
  await writeFile(stamp, digest)
}

async function digestOf(names: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of names) for (const file of await filesOf(name)) hash.update(`${file}\0`).update(await readFile(join(root, file)))
  return hash.digest('hex')
}

async function filesOf(name: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, name), { recursive: true, withFileTypes: true }).catch(() => null)
  if (entries === null) return [name]
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}
