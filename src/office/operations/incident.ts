/** What people use of the office, in the order in which it is told. */
export const parts = ['apply', 'track', 'verify', 'visit', 'messages', 'permits'] as const
export type Part = (typeof parts)[number]

export const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text)

/** One thing that was said about an incident. Words are the operator's own; in English only when there are. Epoch milliseconds. */
export type IncidentEntry = {
  readonly id: string
  readonly incident: string
  readonly kind: 'opened' | 'update' | 'closed'
  readonly at: number
  readonly down: readonly Part[]
  readonly words: { readonly id: string; readonly en: string | null }
}

export type Incident = {
  readonly id: string
  readonly openedAt: number
  /** Null while it goes on. */
  readonly closedAt: number | null
  readonly down: readonly Part[]
  /** As they were said, the oldest first. */
  readonly entries: readonly IncidentEntry[]
}

/** Incidents from what was said about them, the newest first. An incident without a beginning is none. */
export function incidentsOf(entries: readonly IncidentEntry[]): readonly Incident[] {
  const said = Map.groupBy(entries, (entry) => entry.incident)
  const incidents = [...said.entries()].flatMap(([id, all]) => {
    const inOrder = all.toSorted((a, b) => a.at - b.at || order(a) - order(b))
    const opened = inOrder.find((entry) => entry.kind === 'opened')
    const closed = inOrder.find((entry) => entry.kind === 'closed')
    return opened ? [{ id, openedAt: opened.at, closedAt: closed?.at ?? null, down: opened.down, entries: inOrder }] : []
  })
  return incidents.toSorted((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
}

const order = ({ kind }: IncidentEntry) => ['opened', 'update', 'closed'].indexOf(kind)

/** What a node found when it last looked: null when it has not looked, or there is nothing to look at. */
export type Measured = { readonly database: boolean | null; readonly mail: boolean | null; readonly signing: boolean | null }

export type Standing = {
  readonly down: readonly Part[]
  readonly works: readonly Part[]
  /** Somebody of the office knows and has written about it. */
  readonly told: boolean
}

/**
 * What works now, by what operators wrote and by what was measured. Without the database nothing can be looked up or kept;
 * without mail messages and codes come later; without the certificate nothing can be signed. The rest goes on.
 */
export function standingOf(incidents: readonly Incident[], measured: Measured): Standing {
  const open = incidents.filter((incident) => incident.closedAt === null)
  const down = new Set<Part>(open.flatMap((incident) => incident.down))
  if (measured.database === false) for (const part of parts) down.add(part)
  if (measured.mail === false) down.add('messages')
  if (measured.signing === false) down.add('permits')
  return { down: parts.filter((part) => down.has(part)), works: parts.filter((part) => !down.has(part)), told: open.length > 0 }
}
