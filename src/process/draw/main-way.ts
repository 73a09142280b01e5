import type { Body, Process } from '../bpmn/model.ts'

/**
 * Elements that a case can come to from the start, without the side ways of events that do not interrupt: those remind
 * people, and who waits for a permit need not see them.
 */
export function mainWay(process: Process): ReadonlySet<string> {
  const shown = new Set<string>()
  const visit = (body: Body) => {
    const own = new Set([...body.starts, ...body.triggered, ...body.events.filter(interrupts)])
    for (const node of own) {
      shown.add(node.id)
      for (const flow of node.outgoing) own.add(flow.target)
      for (const event of node.boundary) {
        const { does } = event
        if (does.kind !== 'boundary') continue
        if (does.interrupting || does.on === 'compensation') own.add(event)
        const handler = does.on === 'compensation' && does.handler !== null ? body.nodes.get(does.handler) : undefined
        if (handler) own.add(handler)
      }
      if (node.does.kind === 'sub') visit(node.does.body)
    }
  }
  visit(process.body)
  return shown
}

/** Whether an event subprocess ends what it stands in. */
function interrupts({ does }: Body['events'][number]): boolean {
  return does.kind === 'sub' && [...does.body.triggered, ...does.body.starts].some((start) => start.does.kind === 'start' && start.does.interrupting)
}
