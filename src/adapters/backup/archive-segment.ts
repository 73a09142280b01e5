// PostgreSQL runs this for each finished piece of its journal: node archive-segment.ts %p %f OUTBOX. It ends with 0 only when
// the piece lies in the outbox, whole and on the disk; else PostgreSQL keeps its own and comes again. Killed anywhere it
// leaves a draft that nobody reads. A piece that is there already with other content is never replaced: two servers would
// then be writing one journal.
import { closeSync, copyFileSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'

const [from = '', name = '', outbox = ''] = process.argv.slice(2)
if (outbox === '' || name !== basename(name)) end('Say which piece, its name and where it goes.')
const place = join(outbox, name)
const draft = `${place}.${process.pid}.new`
try {
  copyFileSync(from, draft)
  // When the journal was last written to is until when a restore from it can go.
  const { atime, mtime } = statSync(from)
  utimesSync(draft, atime, mtime)
  sync(draft)
  linkSync(draft, place)
  sync(outbox)
} catch (error) {
  process.exitCode = 1
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') console.error((error as Error).message)
  else if (!readFileSync(place).equals(readFileSync(draft))) console.error(`${place} is there with other content: another database uses this folder.`)
  else {
    sync(outbox)
    process.exitCode = 0
  }
} finally {
  rmSync(draft, { force: true })
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function end(words: string): never {
  console.error(words)
  process.exit(1)
}
