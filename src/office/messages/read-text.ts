import { luhn } from '../numbers.ts'

/** What somebody wants who wrote to the office's number. */
export type AskedByText =
  | { readonly kind: 'status'; readonly number: string; readonly code: string | null }
  /** It looks like a number of ours, but its check digit is wrong. */
  | { readonly kind: 'mistyped' }
  | { readonly kind: 'stop' | 'start' | 'help' }

export type ReadText = { readonly asked: AskedByText; /** Null: it can't be told. */ readonly locale: 'id' | 'en' | null }

const longest = 480
const stop = /^(stop|berhenti|unsubscribe|unsub)( (all|semua|sms|pesan))?$/
const start = /^(start|mulai|unstop)( (sms|pesan))?$/
const english = /\b(check|where|help|please|application|my|code|number|hello)\b/
const indonesian = /\b(cek|kode|nomor|bantuan|tolong|permohonan|saya|bagaimana|mana|halo|berhenti|mulai|izin|sudah)\b/

/**
 * Reads a text message. Generous: words around the number, small letters, spaces or dots or nothing for its hyphens, O for 0 and I
 * or L for 1. `formats` are those of the services' application numbers, `IP-{yy}-{seq:6}-{check}`.
 */
export function readText(text: string, formats: readonly string[]): ReadText {
  const plain = text.slice(0, longest).normalize('NFKC').replace(/[\p{Cc}\p{Cf}]/gu, ' ')
  const small = plain.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const locale = indonesian.test(small) ? 'id' : english.test(small) ? 'en' : null
  if (stop.test(small)) return { asked: { kind: 'stop' }, locale }
  if (start.test(small)) return { asked: { kind: 'start' }, locale }
  const upper = plain.toUpperCase()
  let wrong = false
  for (const format of new Set(formats)) {
    const found = findNumber(upper, format)
    if (found?.isRight) return { asked: { kind: 'status', number: found.number, code: findCode(found.rest) }, locale }
    wrong ||= found !== null
  }
  return { asked: { kind: wrong ? 'mistyped' : 'help' }, locale }
}

const gap = String.raw`[\s.,\-_/:]*`

/** The first number of a format in a text, as it is printed, with what stands after and before it. */
function findNumber(text: string, format: string): { readonly number: string; readonly isRight: boolean; readonly rest: string } | null {
  const parts = format.split(/(\{\w+(?::\d+)?\}|[^\p{L}\p{N}{}]+)/u).filter((part) => part !== '')
  const pattern = parts.map((part) => (part.startsWith('{') ? `(${figure}{${widthOf(part)}})` : /[\p{L}\p{N}]/u.test(part) ? [...part].join(gap) : gap)).join(gap)
  const match = new RegExp(String.raw`(?<![A-Z0-9])${pattern}(?![A-Z0-9])`, 'u').exec(text)
  if (!match) return null
  let group = 0
  const number = parts.map((part) => (part.startsWith('{') ? digits(match[++group] ?? '') : part)).join('')
  const isRight = !format.endsWith('{check}') || String(luhn(number.slice(0, -1))) === number.at(-1)
  return { number, isRight, rest: `${text.slice(match.index + match[0].length)} ${text.slice(0, match.index)}` }
}

const figure = '[0-9OIL]'
const digits = (text: string) => text.replaceAll('O', '0').replace(/[IL]/g, '1')

function widthOf(part: string): number {
  const given = /:(\d+)\}$/.exec(part)?.[1]
  return given === undefined ? { '{year}': 4, '{yy}': 2 }[part] ?? 1 : Number(given)
}

/** The receipt's code: two groups of four, with a hyphen, with nothing or with a space between them. */
function findCode(rest: string): string | null {
  const words = rest.replace(/\b(STATUS|CEK|CHECK|KODE|CODE|NOMOR|NUMBER|NO|PIN|DAN|AND|SAYA|MY)\b/g, ' ')
  const match = /(?<![0-9A-Z])([0-9A-Z]{4})-([0-9A-Z]{4})(?![0-9A-Z])/.exec(words) ?? /(?<![0-9A-Z])([0-9A-Z]{4})([0-9A-Z]{4})(?![0-9A-Z])/.exec(words) ?? /(?<![0-9A-Z])([0-9A-Z]{4})\s+([0-9A-Z]{4})(?![0-9A-Z])/.exec(words)
  return match ? `${match[1]}-${match[2]}` : null
}
