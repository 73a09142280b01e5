import type { FeelRange } from 'feelin'
import { makeRange } from './ranges.ts'
import { takeNumber, takeString, type Cursor } from './scan.ts'
import { kindOf } from './kinds.ts'
import { readAt, readDate, readDateTime, readDuration, readTime } from './temporals.ts'

const brackets = /^\s*([[(\]])(.*)\.\.(.*)([\])[])\s*$/s
const made = /^(date and time|date|time|duration)\s*\(\s*"([^"]*)"\s*\)$/
const readers: Readonly<Record<string, (text: string) => unknown>> = { date: readDate, time: readTime, 'date and time': readDateTime, duration: readDuration }

/** What range("[1..5)") reads (10.3.4.1): ends that are plain values, one of which may be left out. Null for anything else. */
export function readRange(text: string): FeelRange | null {
  const found = brackets.exec(text)
  if (!found) return null
  const [low, high] = [readEnd(found[2]!.trim()), readEnd(found[3]!.trim())]
  if (low === undefined || high === undefined || (low === null && high === null)) return null
  const [lowIn, highIn] = [found[1] === '[', found[4] === ']']
  if ((low === null && lowIn) || (high === null && highIn)) return null
  if (low !== null && high !== null && kindOf(low) === kindOf(high) && makeRange(low, high, true, true) === null) return null
  return makeRange(low, high, lowIn, highIn)
}

/** Null for an end that is left out; undefined for what is no plain value. */
function readEnd(written: string): unknown {
  if (written === '' || written === 'null') return null
  if (written.startsWith('@')) return (quoted(written.slice(1)) !== undefined ? readAt(quoted(written.slice(1))!) : null) ?? undefined
  if (written.startsWith('"')) return quoted(written)
  const call = made.exec(written)
  if (call) return readers[call[1]!]!(call[2]!) ?? undefined
  const cursor: Cursor = { text: written.replace(/^-\s*/, ''), at: 0, depth: 0 }
  const number = takeNumber(cursor)
  if (number === null || cursor.at !== cursor.text.length) return undefined
  return written.startsWith('-') ? -number : number
}

function quoted(written: string): string | undefined {
  try {
    const cursor: Cursor = { text: written, at: 0, depth: 0 }
    const text = takeString(cursor)
    return text !== null && cursor.at === written.length ? text : undefined
  } catch {
    return undefined
  }
}
