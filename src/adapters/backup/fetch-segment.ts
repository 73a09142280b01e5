// PostgreSQL runs this while a backup is brought back: node fetch-segment.ts ADDRESS NAME PLACE. The pieces come opened from
// the process that restores, so that the key stays there. 1: there is no such piece, which ends the journal; 200: it can't
// be had or is damaged, upon which PostgreSQL gives up and does not take this for the end.
import { writeFileSync } from 'node:fs'
import { get } from 'node:http'

const [address = '', name = '', place = ''] = process.argv.slice(2)
process.exitCode = 200
get(`${address}/${name}`, (answer) => {
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  answer.on('error', () => undefined)
  answer.on('end', () => {
    if (answer.statusCode === 404) process.exitCode = 1
    if (answer.statusCode !== 200) return
    writeFileSync(place, Buffer.concat(chunks), { mode: 0o600 })
    process.exitCode = 0
  })
}).on('error', () => undefined)
