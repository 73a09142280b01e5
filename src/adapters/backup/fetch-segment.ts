// PostgreSQL runs this while a backup is brought back: node fetch-segment.ts ADDRESS NAME PLACE. The pieces come opened from
// the process that restores, so that the key stays there. 1: there is no such piece, which ends the journal; 200: it can't
// be had or is damaged, upon which PostgreSQL gives up and does not take this for the end.
import { writeFileSync } from 'node:fs'

const [address = '', name = '', place = ''] = process.argv.slice(2)
try {
  const answer = await fetch(`${address}/${name}`)
  if (answer.ok) writeFileSync(place, Buffer.from(await answer.arrayBuffer()), { mode: 0o600 })
  process.exitCode = answer.ok ? 0 : answer.status === 404 ? 1 : 200
} catch {
  process.exitCode = 200
}
