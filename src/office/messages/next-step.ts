import type { Channel } from './channel.ts'

/** Something that happened to a message on one channel of its route. Instants in epoch milliseconds. */
export type MessageFact = {
  /** Place of the channel in the route, from 0. */
  readonly attempt: number
  readonly what: 'trouble' | 'handed-over' | 'delivered' | 'bounced' | 'dropped'
  readonly code: string
  readonly at: number
}

export type Step =
  | { readonly do: 'send'; readonly attempt: number; readonly channel: Channel }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'nothing' }

/** A provider that was away is asked again after so long. */
export const pauseMs = 60_000

/**
 * What is to be done with a message now. A text that bounced, or of which nobody said within `patienceMs` that it arrived,
 * goes on by the next channel; a mail is done once a mail server has it. Mail that is refused and has no channel after it
 * is tried again: it may be the mail server that is set wrongly, and nothing may be lost by that.
 */
export function nextStep(message: {
  readonly route: readonly Channel[]
  readonly facts: readonly MessageFact[]
  readonly now: number
  /** End of the person's quiet hours; null while they are not. */
  readonly quietUntil: number | null
  readonly patienceMs: number
}): Step {
  const { route, facts, now, quietUntil, patienceMs } = message
  if (facts.some(({ what }) => what === 'delivered' || what === 'dropped')) return { do: 'nothing' }
  for (const [attempt, channel] of route.entries()) {
    const known = facts.filter((fact) => fact.attempt === attempt)
    const isLast = attempt === route.length - 1
    const handed = known.find(({ what }) => what === 'handed-over')
    if (channel === 'mail') {
      if (handed) return { do: 'nothing' }
      if (isLast || !known.some(({ what }) => what === 'bounced')) return { do: 'send', attempt, channel }
      continue
    }
    if (known.some(({ what }) => what === 'bounced')) continue
    if (handed) {
      if (isLast) return { do: 'nothing' }
      if (now < handed.at + patienceMs) return { do: 'wait', until: handed.at + patienceMs }
      continue
    }
    const troubles = known.filter(({ what }) => what === 'trouble').map(({ at }) => at)
    if (troubles.length > 0 && now >= Math.min(...troubles) + patienceMs) continue
    if (troubles.length > 0 && now < Math.max(...troubles) + pauseMs) return { do: 'wait', until: Math.max(...troubles) + pauseMs }
    return quietUntil === null ? { do: 'send', attempt, channel } : { do: 'wait', until: quietUntil }
  }
  return { do: 'nothing' }
}

export type AttemptState = 'waiting' | 'handed-over' | 'delivered' | 'bounced' | 'trouble' | 'dropped'

/** What a person may be told of one channel's attempt. Reports come in any order: what arrived has arrived. Null: it was not tried. */
export function attemptState(facts: readonly MessageFact[], attempt: number): { readonly state: AttemptState; readonly at: number } | null {
  const known = facts.filter((fact) => fact.attempt === attempt)
  for (const what of ['delivered', 'bounced', 'handed-over', 'dropped', 'trouble'] as const) {
    // A mail that was refused once and taken later was taken.
    const found = known.findLast((fact) => fact.what === what && !(what === 'bounced' && known.some((other) => other.what === 'handed-over' && other.at > fact.at)))
    if (found) return { state: what, at: found.at }
  }
  return null
}
