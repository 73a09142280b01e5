import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const scripts = Object.keys((JSON.parse(read('../../../package.json')) as { scripts: object }).scripts)
const known = [...read('../satu-pintu.ts').matchAll(/^ {2}'?([a-z-]+)'?: (?:async|\w+,$)/gm)].map(([, name]) => name)

test('Every command of ours that a fix names is there, in both languages', () => {
  for (const locale of ['id', 'en']) {
    const fixes = Object.entries(JSON.parse(read(`../../../messages/doctor.${locale}.json`)) as Record<string, string>).filter(([key]) => key.endsWith('.fix'))
    assert.ok(fixes.length > 30)
    for (const [key, fix] of fixes) {
      for (const [, command] of fix.matchAll(/satu-pintu -- ([a-z-]+)/g)) assert.ok(known.includes(command), `${key} names ${command}`)
      for (const [, script] of fix.matchAll(/npm run (?:-s )?([a-z:-]+)/g)) assert.ok(scripts.includes(script!), `${key} names npm run ${script}`)
      assert.ok(fix.trim().length > 0, key)
    }
  }
})

test('Both languages name the same commands for the same trouble', () => {
  const commandsIn = (locale: string) => Object.entries(JSON.parse(read(`../../../messages/doctor.${locale}.json`)) as Record<string, string>).map(([key, text]) => [key, text.match(/(?:npm run|sudo|openssl|chmod|select|grant)[^,.;(]*/g)?.map((each) => each.split(' ').slice(0, 3).join(' ')) ?? []])
  assert.deepEqual(commandsIn('id'), commandsIn('en'))
})
