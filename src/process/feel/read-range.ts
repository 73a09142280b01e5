import type { FeelRange } from 'feelin'
import { constantOf } from './constant.ts'
import { parseExpression } from './parse-feel.ts'
import { makeRange } from './ranges.ts'
import { gatherNames } from './read-name.ts'
import { FeelSyntaxError } from './scan.ts'

const brackets = /^\s*([[(\]])(.*)\.\.(.*)([\])[])\s*$/s
const signs = /^\s*(<=|>=|<|>)(.*)$/s
const noNames = gatherNames([])

/** What range("[1..5)") reads (10.3.4.1): ends that are plain values, one of which may be left out. Null for anything else. */
export function readRange(text: string): FeelRange | null {
  if (text.length > 1000) return null
  const sign = signs.exec(text)
  if (sign) return ofSign(sign[1]!, readEnd(sign[2]!))
  const found = brackets.exec(text)
  if (!found) return null
  const [low, high] = [readEnd(found[2]!), readEnd(found[3]!)]
  if (low === undefined || high === undefined) return null
  const [lowIn, highIn] = [found[1] === '[', found[4] === ']']
  // An end that is left out can't be part of the range.
  return (low === null && lowIn) || (high === null && highIn) ? null : makeRange(low, high, lowIn, highIn)
}

function ofSign(sign: string, end: unknown): FeelRange | null {
  if (end === null || end === undefined) return null
  return sign.startsWith('<') ? makeRange(null, end, false, sign === '<=') : makeRange(end, null, sign === '>=', false)
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
