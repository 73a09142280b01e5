import { charge, chargeText, newBudget, type Budget } from './limits.ts'
import { readPattern, type Flags, type PatternNode } from './pattern-syntax.ts'

/** Where a pattern was found: from, to, and what its groups hold, in characters. */
export type Found = { readonly from: number; readonly to: number; readonly groups: readonly (readonly [number, number] | undefined)[] }

export type Pattern = { readonly find: (text: string | readonly string[], from: number, budget: Budget) => Found | null; readonly matchesNothing: boolean; readonly literal: boolean }

/**
 * Makes a pattern ready to look for. Null where it, or a flag, is none. Written here and not left to the machine's own,
 * which some patterns keep busy for ever: each step of this search is counted.
 */
export function compilePattern(pattern: string, written: string): Pattern | null {
  if (!/^[smixq]*$/.test(written)) return null
  const flags: Flags = { dotAll: written.includes('s'), lines: written.includes('m'), anyCase: written.includes('i'), spaced: written.includes('x'), literal: written.includes('q') }
  const read = readPattern(pattern, flags)
  if (!read) return null
  const match = compileNode(read.node, flags)
  const find = (text: string | readonly string[], from: number, budget: Budget): Found | null => {
    const letters = typeof text === 'string' ? lettersOf(text, budget) : codesOf(text)
    for (let start = from; start <= letters.length; start++) {
      charge(budget, 0.25)
      const groups: (readonly [number, number] | undefined)[] = []
      const to = match(start, { letters, groups, budget }, (at) => at)
      if (to >= 0) return { from: start, to, groups }
    }
    return null
  }
  return { find, matchesNothing: find('', 0, newBudget()) !== null, literal: flags.literal }
}

const codesOf = (letters: readonly string[]): readonly number[] => letters.map((letter) => letter.codePointAt(0)!)

function lettersOf(text: string, budget: Budget): readonly number[] {
  return codesOf(splitText(text, budget))
}

/** A text taken apart takes many times its room. */
function splitText(text: string, budget: Budget): readonly string[] {
  charge(budget, text.length / 4)
  return Array.from(text)
}

type Search = { readonly letters: readonly number[]; readonly groups: (readonly [number, number] | undefined)[]; readonly budget: Budget }
type Then = (at: number) => number
/** Tries to match from a place and to go on from where it ends; says where all ended, or -1. */
type Match = (at: number, search: Search, then: Then) => number

function compileNode(node: PatternNode, flags: Flags): Match {
  switch (node.kind) {
    case 'char':
      return (at, search, then) => (at < search.letters.length && node.test(search.letters[at]!) ? then(at + 1) : -1)
    case 'start':
      return (at, { letters }, then) => (at === 0 || (flags.lines && letters[at - 1] === 10) ? then(at) : -1)
    case 'end':
      return (at, { letters }, then) => (at === letters.length || (flags.lines && letters[at] === 10) ? then(at) : -1)
    case 'sequence':
      return node.parts.map((part) => compileNode(part, flags)).reduceRight<Match>((rest, part) => (at, search, then) => part(at, search, (next) => rest(next, search, then)), (at, _, then) => then(at))
    case 'choice':
      return compileChoice(node.parts.map((part) => compileNode(part, flags)))
    case 'group':
      return compileGroup(compileNode(node.of, flags), node.place)
    case 'again':
      return compileAgain(node.place, flags.anyCase ? sameInAnyCase : (a, b) => a === b)
    case 'repeat':
      return node.of.kind === 'char' ? repeatChar(node.of.test, node.least, node.most, node.lazy) : repeat(compileNode(node.of, flags), node.least, node.most, node.lazy)
  }
}

const compileChoice = (parts: readonly Match[]): Match => (at, search, then) => {
  for (const part of parts) {
    charge(search.budget, 1)
    const to = part(at, search, then)
    if (to >= 0) return to
  }
  return -1
}

const compileGroup = (of: Match, place: number): Match => (at, search, then) => {
  const before = search.groups[place]
  const to = of(at, search, (end) => {
    const inner = search.groups[place]
    search.groups[place] = [at, end]
    const found = then(end)
    if (found < 0) search.groups[place] = inner
    return found
  })
  if (to < 0) search.groups[place] = before
  return to
}

function sameInAnyCase(a: number, b: number): boolean {
  const [one, other] = [String.fromCodePoint(a), String.fromCodePoint(b)]
  return a === b || one.toLowerCase() === other.toLowerCase() || one.toUpperCase() === other.toUpperCase()
}

const compileAgain = (place: number, same: (a: number, b: number) => boolean): Match => (at, { letters, groups, budget }, then) => {
  const [from, to] = groups[place] ?? [0, 0]
  charge(budget, 1 + (to - from) / 4)
  for (let step = 0; step < to - from; step++) if (at + step >= letters.length || !same(letters[at + step]!, letters[from + step]!)) return -1
  return then(at + to - from)
}

/** Runs along in a loop, so that a long text needs no deep stack. */
function repeatChar(test: (code: number) => boolean, least: number, most: number, lazy: boolean): Match {
  return (at, { letters, budget }, then) => {
    const furthest = Math.min(letters.length, at + most)
    let end = at
    const stop = lazy ? Math.min(furthest, at + least) : furthest
    while (end < stop && test(letters[end]!)) end++
    charge(budget, 1 + (end - at) / 4)
    if (end - at < least) return -1
    for (;;) {
      charge(budget, 1)
      const to = then(end)
      if (to >= 0) return to
      if (lazy) {
        if (end >= furthest || !test(letters[end]!)) return -1
        end++
      } else if (--end < at + least) return -1
    }
  }
}

function repeat(of: Match, least: number, most: number, lazy: boolean): Match {
  const step = (done: number, at: number, search: Search, then: Then): number => {
    charge(search.budget, 1)
    // A turn that takes nothing would be taken for ever.
    const more = () => (done < most ? of(at, search, (next) => (next === at && done >= least ? -1 : step(done + 1, next, search, then))) : -1)
    if (done < least) return more()
    if (lazy) {
      const to = then(at)
      return to >= 0 ? to : more()
    }
    const to = more()
    return to >= 0 ? to : then(at)
  }
  return (at, search, then) => step(0, at, search, then)
}

/** What replace() says. Null for a pattern that matches nothing at all, or a replacement with a stray sign (XPath fn:replace). */
export function replaceAll(text: string, pattern: Pattern, replacement: string, budget: Budget): string | null {
  const plain = pattern.literal ? replacement.replace(/[\\$]/g, '\\$&') : replacement
  if (pattern.matchesNothing || !/^(?:[^\\$]|\\[\\$]|\$\d)*$/s.test(plain)) return null
  const letters = splitText(text, budget)
  const parts: string[] = []
  let from = 0
  for (let found = pattern.find(letters, 0, budget); found; found = pattern.find(letters, from, budget)) {
    const { groups } = found
    const whole: readonly [number, number] = [found.from, found.to]
    const said = plain.replace(/\\([\\$])|\$(\d)/g, (_, sign?: string, place?: string) => {
      if (sign !== undefined) return sign
      const group = place === '0' ? whole : groups[Number(place)]
      return group ? letters.slice(group[0], group[1]).join('') : ''
    })
    parts.push(letters.slice(from, found.from).join(''), chargeText(budget, said))
    charge(budget, letters.length / 64)
    from = found.to
  }
  return chargeText(budget, parts.join('') + letters.slice(from).join(''))
}

/** What split() says. Null for a pattern that matches nothing at all. */
export function patternParts(text: string, pattern: Pattern, budget: Budget): readonly string[] | null {
  if (pattern.matchesNothing) return null
  const letters = splitText(text, budget)
  const parts: string[] = []
  let from = 0
  for (let found = pattern.find(letters, 0, budget); found; found = pattern.find(letters, from, budget)) {
    parts.push(letters.slice(from, found.from).join(''))
    charge(budget, 1 + letters.length / 64)
    from = found.to
  }
  return [...parts, letters.slice(from).join('')]
}
