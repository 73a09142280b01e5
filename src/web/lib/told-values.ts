import type { TimelineEntry } from '#usecases/views.ts'

type Told = {
  readonly instant: (at: number) => string
  /** Takes `YYYY-MM-DD`. */
  readonly day: (date: string) => string
  readonly document: (key: string) => string
}

/**
 * The values of a timeline's entry as its sentence needs them: instants (`...At`) and days (`...On`) in the reader's words,
 * documents by their names, `none` where there are none.
 */
export function toldValues(values: TimelineEntry['values'], { instant, day, document }: Told): TimelineEntry['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (key.endsWith('At') && typeof value === 'number') return [key, instant(value)]
      if (key.endsWith('On') && typeof value === 'string') return [key, day(value)]
      if (key === 'documents' && typeof value === 'string') return [key, value === '' ? 'none' : value.split(' ').map(document).join(', ')]
      return [key, value]
    }),
  )
}
