import { gatherNames, takeFreshName, type Names } from './read-name.ts'
import { expect, fail, nested, take, takeWords, type Cursor } from './scan.ts'
import type { TypeNode } from './syntax.ts'

const noNames = gatherNames([])

/** Reads a type (grammar rule 54): `number`, `list<string>`, `context<a: number>`, `function<date> -> boolean`, `tLoan`. */
export function parseType(cursor: Cursor, names: Names): TypeNode {
  return nested(cursor, () => {
    const before = cursor.at
    for (const kind of ['list', 'range'] as const)
      if (takeWords(cursor, kind)) {
        if (take(cursor, '<')) {
          const of = parseType(cursor, names)
          expect(cursor, '>')
          return { kind, of }
        }
        cursor.at = before
      }
    if (takeWords(cursor, 'context') && take(cursor, '<')) return parseContextType(cursor, names)
    cursor.at = before
    if (takeWords(cursor, 'function') && take(cursor, '<')) return parseFunctionType(cursor, names)
    cursor.at = before
    if (takeWords(cursor, 'date', 'and', 'time')) return { kind: 'named', name: 'date and time' }
    for (const words of [['years', 'and', 'months', 'duration'], ['days', 'and', 'time', 'duration']])
      if (takeWords(cursor, ...words)) return { kind: 'named', name: words.join(' ') }
    if (takeWords(cursor, 'function')) return { kind: 'named', name: 'function' }
    if (takeWords(cursor, 'null')) return { kind: 'named', name: 'Null' }
    let name = takeFreshName(cursor, names)
    if (name === null) return fail(cursor, 'a type is missing')
    while (take(cursor, '.')) name += `.${takeFreshName(cursor, noNames) ?? fail(cursor, 'a name is missing')}`
    return { kind: 'named', name }
  })
}

function parseContextType(cursor: Cursor, names: Names): TypeNode {
  const entries: (readonly [string, TypeNode])[] = []
  if (!take(cursor, '>')) {
    do {
      const name = takeFreshName(cursor, names) ?? fail(cursor, 'a name is missing')
      expect(cursor, ':')
      entries.push([name, parseType(cursor, names)])
    } while (take(cursor, ','))
    expect(cursor, '>')
  }
  return { kind: 'context', entries }
}

function parseFunctionType(cursor: Cursor, names: Names): TypeNode {
  const params: TypeNode[] = []
  if (!take(cursor, '>')) {
    do params.push(parseType(cursor, names))
    while (take(cursor, ','))
    expect(cursor, '>')
  }
  expect(cursor, '->')
  return { kind: 'function', params, result: parseType(cursor, names) }
}
