/**
 * Decisions a second: a table of a hundred rules with conditions as people write them (lists of texts, ranges, comparisons
 * with an input, not(...), dates), asked by our decide and by the FEEL library's own evaluate and unaryTest, cell by
 * cell, on the same table in the same run. Both must answer the same to every question before the clock runs.
 */
import assert from 'node:assert/strict'
import { evaluate, unaryTest } from 'feelin'
import { decide, readDecisions } from '../src/process/index.ts'

type Figure = { readonly name: string; readonly ours: number; readonly yardstick: number; readonly ratio: number; readonly unit: string }
type Row = { readonly cells: readonly string[]; readonly says: string }
type Question = Readonly<Record<string, unknown>>

const inputs = ['sector', 'area', 'cities', 'workers', 'risk', 'since']
const sectors = ['retail', 'food', 'school', 'clinic', 'hotel', 'farm', 'workshop', 'warehouse', 'market', 'port']

/** A hundred rules: ten sectors, each with ten sizes and conditions of their own; the last says what is left. */
const rows: readonly Row[] = sectors.flatMap((sector, kind) =>
  Array.from({ length: 10 }, (_, size): Row => {
    const [low, high] = [size * 100, (size + 1) * 100]
    const others = sectors.filter((_, place) => (place + size) % 5 === kind % 5 && place !== kind)
    return {
      cells: [
        size === 9 ? `not(${others.map((each) => `"${each}"`).join(', ')})` : `"${sector}", "${sectors[(kind + size) % 10]}"`,
        size % 3 === 0 ? `[${low}..${high}]` : size % 3 === 1 ? `> ${low}` : `(${low}..${high})`,
        ['1', '> 1', '-', '[1..3]', 'not(2)'][size % 5]!,
        [`>= ${size * 5}`, `< limit`, '-', `[${size}..${size * 10 + 5}]`, '<= limit + 10'][(size + kind) % 5]!,
        ['"low"', '"low", "middle"', '-', 'not("high")', '"high"'][kind % 5]!,
        ['-', '< date("2024-01-01")', `>= date("20${10 + size}-06-01")`, '[date("2015-01-01")..date("2025-12-31")]'][(kind + size) % 4]!,
      ],
      says: `"${sector}-${size}"`,
    }
  }),
)

const questions: readonly Question[] = Array.from({ length: 60 }, (_, each) => ({
  sector: sectors[each % 10],
  area: (each * 137) % 1000,
  cities: (each % 4) + 1,
  workers: (each * 7) % 60,
  limit: 25 + (each % 20),
  risk: ['low', 'middle', 'high'][each % 3],
  since: `20${10 + (each % 16)}-0${(each % 9) + 1}-15`,
}))

/** Measures both for `seconds` each, in turns. */
export async function measureDecide(seconds = 4): Promise<Figure> {
  const [ours, theirs] = [await ourTable(), theirTable()]
  const mine = questions.map(ours)
  assert.deepEqual(mine, questions.map(theirs), 'Both answer the same.')
  assert.ok(new Set(mine).size > 20, 'The questions find many rules.')
  perSecond(ours, 0.5)
  perSecond(theirs, 0.5)
  const turns = Array.from({ length: 4 }, () => ({ ours: perSecond(ours, seconds / 4), yardstick: perSecond(theirs, seconds / 4) }))
  const [ourRate, theirRate] = [median(turns.map((turn) => turn.ours)), median(turns.map((turn) => turn.yardstick))]
  return { name: 'decide', ours: Math.round(ourRate), yardstick: Math.round(theirRate), ratio: Math.round((ourRate / theirRate) * 10) / 10, unit: 'decisions/s' }
}

type Ask = (question: Question) => unknown

async function ourTable(): Promise<Ask> {
  const decisions = await readDecisions(model())
  return (question) => {
    const decided = decide(decisions, 'duty', question)
    if (!decided.ok) throw new Error(JSON.stringify(decided.refusal))
    return decided.value
  }
}

/** The first rule whose every cell fits, asked of the library as a user of it would. */
function theirTable(): Ask {
  return (question) => {
    const given = inputs.map((input) => evaluate(expressionOf(input), question).value)
    for (const { cells, says } of rows)
      if (cells.every((cell, place) => cell === '-' || unaryTest(cell, { ...question, '?': given[place] }).value === true)) return evaluate(says, question).value
    return null
  }
}

const expressionOf = (input: string): string => (input === 'since' ? 'date(since)' : input)
const text = (says: string): string => `<text>${says.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</text>`

function model(): string {
  const columns = inputs.map((input) => `<input id="in-${input}"><inputExpression id="ask-${input}">${text(expressionOf(input))}</inputExpression></input>`)
  const rules = rows.map(
    ({ cells, says }, row) =>
      `<rule id="r${row}">${cells.map((cell, place) => `<inputEntry id="c${row}-${place}">${text(cell)}</inputEntry>`).join('')}<outputEntry id="o${row}">${text(says)}</outputEntry></rule>`,
  )
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d"><decision id="duty" name="duty"><decisionTable id="t" hitPolicy="FIRST">${columns.join('')}<output id="out"/>${rules.join('')}</decisionTable></decision></definitions>`
}

function perSecond(ask: Ask, seconds: number): number {
  const began = performance.now()
  const until = began + seconds * 1000
  let asked = 0
  while (performance.now() < until) {
    ask(questions[asked % questions.length]!)
    asked++
  }
  return (asked * 1000) / (performance.now() - began)
}

const median = (figures: readonly number[]): number => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0

if (import.meta.main) console.log(JSON.stringify(await measureDecide()))
