const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/
const duration = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/

/**
 * True for what a timer can wait for: an instant with its offset, or a duration (ISO 8601). A date without an offset would
 * fall due at another time on another machine.
 */
export function isDue(text: string, kind: 'date' | 'duration'): boolean {
  return kind === 'date' ? instant.test(text) && !Number.isNaN(Date.parse(text)) : duration.test(text)
}
