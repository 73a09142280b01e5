import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { ModelError } from '../model-error.ts'
import { decide } from './decide.ts'
import { readDecisions, type Decisions } from './read-decisions.ts'
import { readTckCases, type TckCase } from './sample-tck.ts'

/** Where the kit lies: DMN_TCK_DIR, a folder with folders of cases or of levels, or the copy beside the project. */
const given = process.env['DMN_TCK_DIR']
const kit = given ? pathToFileURL(`${resolve(given)}/`) : new URL('../../../../shared/data/dmn-tck/', import.meta.url)
const folders = existsSync(kit) ? foldersIn(kit) : []

/** Every folder that holds cases, whatever level it stands under. */
function foldersIn(folder: URL): readonly URL[] {
  const entries = readdirSync(folder, { withFileTypes: true, encoding: 'utf8' })
  if (entries.some((entry) => entry.name.endsWith('.dmn'))) return [folder]
  return entries
    .filter((entry) => entry.isDirectory())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => foldersIn(new URL(`${encodeURIComponent(entry.name)}/`, folder)))
}

/** How many answers were right when this was last raised. It only ever goes up. */
const rightSoFar = given ? 0 : 126

test(
  'Decisions answer as the public conformance kit of DMN wants them to',
  { skip: folders.length === 0 && 'The kit is not there: ../shared/data/dmn-tck, or DMN_TCK_DIR' },
  async (t) => {
    const found = { right: 0, wrong: [] as string[], refused: [] as string[] }
    for (const folder of folders) {
      const name = decodeURIComponent(folder.pathname.split('/').at(-2) ?? '')
      for (const each of readTckCases(folder)) {
        const decisions = await readOrNull(each)
        if (decisions instanceof ModelError) found.refused.push(`${name} ${each.id} (${each.expected.length}): ${decisions.message}`)
        else judge(each, decisions, name, found)
      }
    }
    const lost = new Set(found.refused).size
    t.diagnostic(`${found.right} right, ${found.wrong.length} wrong, ${lost} cases whose model is refused`)
    for (const line of [...found.wrong, ...found.refused]) t.diagnostic(line)
    assert.ok(found.right >= rightSoFar, `${found.right} answers are right, there were ${rightSoFar}:\n${found.wrong.join('\n')}`)
  },
)

const read = new Map<string, Decisions | ModelError>()

async function readOrNull({ model, imported }: TckCase): Promise<Decisions | ModelError> {
  const known = read.get(model)
  if (known) return known
  const decisions = await readDecisions(model, { imported, mistakes: 'null' }).catch((error: unknown) => {
    if (error instanceof ModelError) return error
    throw error
  })
  read.set(model, decisions)
  return decisions
}

/** The kit asks at some moment of its own: any will do. */
const now = '2026-01-05T09:00:00+07:00'

function judge({ id, inputs, expected }: TckCase, decisions: Decisions, name: string, found: { right: number; readonly wrong: string[] }): void {
  for (const { decision, part, value } of expected) {
    const decided = decide(decisions, decision, inputs, { now })
    // A refusal is what the kit calls an error, whose value is null.
    const whole = decided.ok ? decided.value : null
    const said = part === undefined ? whole : ((whole as Record<string, unknown> | null)?.[part] ?? null)
    if (same(said, value)) found.right++
    else found.wrong.push(`${name} ${id} ${decision}: ${JSON.stringify(decided)} instead of ${JSON.stringify(value)}`)
  }
}

/** Numbers may differ in the last digits: the kit counts in decimals, FEEL's library in binary. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(b))
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => same(each, b[index]))
  if (typeof a === 'object' && typeof b === 'object' && a && b && !Array.isArray(a) && Object.getPrototypeOf(a) === Object.prototype) {
    const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
    return Object.keys(left).length === Object.keys(right).length && Object.keys(right).every((key) => same(left[key], right[key]))
  }
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
}
