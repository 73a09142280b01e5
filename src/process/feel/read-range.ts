import type { FeelRange } from 'feelin'
import { constantOf } from './constant.ts'
import { order } from './equality.ts'
import { parseExpression } from './parse-feel.ts'
import { makeRange } from './ranges.ts'
import { gatherNames } from './read-name.ts'
import { FeelSyntaxError } from './scan.ts'

const brackets = /^\s*([[(\]])(.*)\.\.(.*)([\])[])\s*$/s
const noNames = gatherNames([])

/** What range("[1..5)") reads (10.3.4.1): ends that are plain values, one of which may be left out. Null for anything else. */
export function readRange(text: string): FeelRange | null {
  if (text.length > 1000) return null
  const found = brackets.exec(text)
  if (!found) return null
  const [low, high] = [readEnd(found[2]!), readEnd(found[3]!)]
  if (low === undefined || high === undefined) return null
  const [lowIn, highIn] = [found[1] === '[', found[4] === ']']
  // An end that is left out can't be part of the range, and the first must not lie behind the last.
  if ((low === null && lowIn) || (high === null && highIn)) return null
  return low !== null && high !== null && (order(low, high) ?? 1) > 0 ? null : makeRange(low, high, lowIn, highIn)
}

/** Null for an end that is left out; undefined for what is no plain value. */
function readEnd(written: string): unknown {
  if (written.trim() === '') return null
  try {
    return constantOf(parseExpression(written, noNames))
  } catch (error) {
    if (error instanceof FeelSyntaxError) return undefined
    throw error
  }
}
