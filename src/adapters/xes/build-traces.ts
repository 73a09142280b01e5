import type { Trace, TraceEvent } from '../../process/index.ts'

/** A log that can't be used, with a sentence that says why and, where it can, in which case. */
export class XesError extends Error {
  override readonly name = 'XesError'
}

type Values = { readonly [key: string]: string }
type Builder = {
  open(element: string, attributes: Record<string, string>, decode: (text: string) => string): void
  close(): void
  finish(): readonly Trace[]
}

/**
 * Makes cases of the elements of a log as they are met. Only what stands directly in a trace or an event counts; what is
 * nested in an attribute, and what XES calls global or a classifier, says something else. Events of another part of a
 * task's life than its completion (`lifecycle:transition`) are left out.
 */
export function traceBuilder(): Builder {
  const path: string[] = []
  const traces: Trace[] = []
  let trace: { id: string | null; readonly events: TraceEvent[] } | null = null
  let event: Record<string, string> | null = null

  const nameOf = () => (trace?.id === null || !trace ? `number ${traces.length + 1}` : `"${trace.id}"`)
  const endEvent = (values: Values) => {
    const { 'concept:name': activity, 'time:timestamp': time, 'org:resource': resource, 'lifecycle:transition': part } = values
    if (part !== undefined && part.toLowerCase() !== 'complete') return
    if (activity === undefined) throw new XesError(`An event of case ${nameOf()} has no name (concept:name).`)
    const at = time === undefined ? NaN : Date.parse(time)
    if (Number.isNaN(at)) throw new XesError(`An event of case ${nameOf()} has no time (time:timestamp): ${time ?? 'none'}.`)
    trace!.events.push({ activity, at, resource: resource ?? null })
  }
  const endTrace = () => {
    const { id, events } = trace!
    // What happened at one instant stays as the log has it: sorting is stable.
    if (events.length > 0) traces.push({ id: id ?? String(traces.length + 1), events: events.toSorted((a, b) => a.at - b.at) })
  }
  return {
    open(element, attributes, decode) {
      const inside = path.at(-1)
      if (inside === undefined && element !== 'log') throw new XesError(`The file is no XES log: it begins with <${element}>, not with <log>.`)
      path.push(element)
      if (element === 'trace' && inside === 'log') trace = { id: null, events: [] }
      else if (element === 'event' && inside === 'trace') event = {}
      else if (attributes['key'] !== undefined && attributes['value'] !== undefined) {
        const [key, value] = [decode(attributes['key']), decode(attributes['value'])]
        if (inside === 'event' && event) event[key] = value
        else if (inside === 'trace' && trace && key === 'concept:name') trace.id = value
      }
    },
    close() {
      const element = path.pop()
      if (element === 'event' && path.at(-1) === 'trace' && event) {
        endEvent(event)
        event = null
      } else if (element === 'trace' && path.at(-1) === 'log' && trace) {
        endTrace()
        trace = null
      }
    },
    finish() {
      if (traces.length === 0) throw new XesError('The log has no case with an event in it.')
      return traces
    },
  }
}
