export type CharTest = (code: number) => boolean

const matching = (pattern: RegExp): CharTest => (code) => pattern.test(String.fromCodePoint(code))
const not = (test: CharTest): CharTest => (code) => !test(code)

const space: CharTest = (code) => code === 32 || code === 9 || code === 10 || code === 13
const digit = matching(/^\p{Nd}$/u)
const word = matching(/^[^\p{P}\p{Z}\p{C}]$/u)
const nameStart = matching(/^[\p{L}\p{Nl}_:]$/u)
const nameGoesOn = matching(/^[\p{L}\p{Nl}\p{Nd}\p{M}_:.\-·]$/u)

/** The sets that one letter behind a backslash names (XML Schema part 2, F.1.1). */
export const escapeSets: ReadonlyMap<string, CharTest> = new Map<string, CharTest>([
  ['n', (code) => code === 10],
  ['r', (code) => code === 13],
  ['t', (code) => code === 9],
  ['s', space],
  ['S', not(space)],
  ['d', digit],
  ['D', not(digit)],
  ['w', word],
  ['W', not(word)],
  ['i', nameStart],
  ['I', not(nameStart)],
  ['c', nameGoesOn],
  ['C', not(nameGoesOn)],
])

const blocks: Readonly<Record<string, readonly [number, number]>> = {
  IsBasicLatin: [0, 0x7f],
  'IsLatin-1Supplement': [0x80, 0xff],
  'IsLatinExtended-A': [0x100, 0x17f],
  IsGreek: [0x370, 0x3ff],
  IsGreekandCoptic: [0x370, 0x3ff],
  IsCyrillic: [0x400, 0x4ff],
  IsHebrew: [0x590, 0x5ff],
  IsArabic: [0x600, 0x6ff],
  IsJavanese: [0xa980, 0xa9df],
}

/** What `\p{...}` names: a category of Unicode, or one of its blocks. Null for neither. */
export function categoryTest(name: string): CharTest | null {
  const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined
  if (block) return (code) => code >= block[0] && code <= block[1]
  return /^(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/.test(name) ? matching(new RegExp(`^\\p{${name}}$`, 'u')) : null
}
