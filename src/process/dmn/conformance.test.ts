import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { ModelError } from '../model-error.ts'
import { decide } from './decide.ts'
import { readDecisions, type Decisions } from './read-decisions.ts'
import { readTckCases, type TckCase } from './sample-tck.ts'

const kit = new URL('../../../../shared/data/dmn-tck/', import.meta.url)
const levels = existsSync(kit) ? readdirSync(kit).filter((name) => name.startsWith('compliance-level-')) : []

/** How many answers were right when this was last raised. It only ever goes up. */
const rightSoFar = 123

test(
  'Decisions answer as the public conformance kit of DMN wants them to',
  { skip: levels.length === 0 && 'The kit is not there: ../shared/data/dmn-tck' },
  async (t) => {
    const found = { right: 0, wrong: [] as string[], refused: [] as string[] }
    for (const level of levels)
      for (const name of readdirSync(new URL(`${level}/`, kit)).toSorted()) {
        const cases = readTckCases(new URL(`${level}/${name}/`, kit))
        const decisions = await readOrNull(cases[0]!.model)
        if (decisions instanceof ModelError) found.refused.push(`${name} (${cases.flatMap((each) => each.expected).length}): ${decisions.message}`)
        else for (const each of cases) judge(each, decisions, name, found)
      }
    t.diagnostic(`${found.right} right, ${found.wrong.length} wrong, ${found.refused.length} models refused`)
    for (const line of [...found.wrong, ...found.refused]) t.diagnostic(line)
    assert.ok(found.right >= rightSoFar, `${found.right} answers are right, there were ${rightSoFar}:\n${found.wrong.join('\n')}`)
  },
)

async function readOrNull(model: string): Promise<Decisions | ModelError> {
  try {
    return await readDecisions(model)
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
}

function judge({ id, inputs, expected }: TckCase, decisions: Decisions, name: string, found: { right: number; readonly wrong: string[] }): void {
  for (const { decision, value } of expected) {
    const asked = [...decisions.values()].find((each) => each.name === decision)
    const decided = decide(decisions, asked?.id ?? decision, inputs)
    const said = decided.ok ? decided.value : null
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
