const rightToLeft = /^[\p{Script=Arabic}\p{Script=Hebrew}]/u
/**
 * In this order: a word from right to left, a word from left to right (with its digits), a number, anything
 * else.
 */
const tokens =
  /(?:[\p{Script=Arabic}\p{Script=Hebrew}]\p{M}*)+|\p{N}*[\p{L}--[\p{Script=Arabic}\p{Script=Hebrew}]][[\p{L}\p{N}\p{M}]--[\p{Script=Arabic}\p{Script=Hebrew}]]*|\p{N}+(?:[.,:\/\-]\p{N}+)*|./gsv
const mirrors = new Map([...'()[]{}«»‹›<>'].map((mark, i, all) => [mark, all[i ^ 1] ?? mark]))

/**
 * The pieces of one line from left to right, for a paper whose own language runs that way: the PDF library
 * shapes an Arabic or Hebrew word, but leaves the words in the order of the text. Words of those scripts that
 * follow one another, with the numbers and the punctuation among and right after them, are put in reverse
 * order; a number keeps its digits in order.
 *
 * This is the part of the Unicode Bidirectional Algorithm (UAX #9) that a title or a name within a Latin
 * paper needs.
 */
export function visualOrder(line: string): string[] {
  const words = line.match(tokens) ?? []
  const ordered: string[] = []
  for (let i = 0; i < words.length; ) {
    const end = endOfGroup(words, i)
    const group = words.slice(i, end)
    ordered.push(...(group.length > 1 ? group.toReversed().map((word) => mirrors.get(word) ?? word) : group))
    i = end
  }
  return joinLeftToRight(ordered)
}

/**
 * From a right-to-left word, the group reaches to the last such word or number before a left-to-right letter.
 */
function endOfGroup(words: readonly string[], start: number): number {
  let end = start + 1
  if (!rightToLeft.test(words[start] ?? '')) return end
  for (let i = end; i < words.length; i++) {
    const word = words[i] ?? ''
    if (rightToLeft.test(word) || /^[\p{N}.,:/-]*\p{N}$/u.test(word)) end = i + 1
    else if (/\p{L}/u.test(word)) break
  }
  return end
}

/** What runs from left to right can be drawn in one go. */
function joinLeftToRight(words: readonly string[]): string[] {
  const runs: string[] = []
  for (const word of words) {
    const last = runs.at(-1)
    const joins = last !== undefined && !rightToLeft.test(last) && !rightToLeft.test(word)
    if (joins) runs.splice(-1, 1, last + word)
    else runs.push(word)
  }
  return runs
}
