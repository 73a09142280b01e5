import type { ServiceView } from '#usecases/views.ts'

/**
 * Services that a person may mean, best first: every word must be found at the beginning of a word of its name, its
 * keywords or its summary, in either language. Everything when nothing was typed.
 */
export function searchServices(services: readonly ServiceView[], query: string): readonly ServiceView[] {
  const wanted = wordsOf(query)
  if (wanted.length === 0) return services
  return services
    .map((view) => ({ view, score: score(view, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ view }) => view)
}

function score({ service }: ServiceView, wanted: readonly string[]): number {
  const places = [
    { weight: 4, words: wordsOf(`${service.name.id} ${service.name.en}`) },
    { weight: 2, words: wordsOf(service.keywords.join(' ')) },
    { weight: 1, words: wordsOf(`${service.summary.id} ${service.summary.en}`) },
  ]
  const scores = wanted.map((word) => Math.max(...places.map(({ weight, words }) => (words.some((each) => each.startsWith(word)) ? weight : 0))))
  return scores.includes(0) ? 0 : scores.reduce((sum, each) => sum + each, 0)
}

function wordsOf(text: string): readonly string[] {
  return text.slice(0, 1000).normalize('NFKD').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}
