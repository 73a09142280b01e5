import { checkRules } from '../../office/booking/check-rules.ts'
import { dateIn, timeIn } from '../../office/booking/local-time.ts'
import type { HurtBooking } from '../../office/booking/plan-layout.ts'
import type { RulesProblem, SlotRules, SlotTime } from '../../office/booking/slot-rules.ts'
import { bookable } from '../../office/booking/slots-of.ts'
import { recallCommand, type NotFound, type Refused } from '../act-on-case.ts'
import { hasDuty, type NoDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { Hurt, RulesView } from './booking-views.ts'
import { findDesk, layOut, planLayout, type DeskRules, type Layout } from './slot-calendar.ts'

type Asked = { readonly place: string; readonly desk: string; readonly rules: SlotRules }
export type RulesRefusal = NoDuty | NotFound | RulesProblem | { readonly kind: 'RulesMoved' }

const nearestShown = 3

/** The rules of a desk, for the head of its unit and its counters. */
export async function readSlotRules(office: Office, visitor: Visitor, asked: { readonly place: string; readonly desk: string }): Promise<{ readonly ok: true; readonly view: RulesView } | Refused<NoDuty | NotFound>> {
  return office.store.transaction(async (tx) => {
    const found = await findDesk(tx, asked.place, asked.desk)
    if (!found) return { ok: false, refusal: { kind: 'NotFound' } }
    return hasDuty(visitor, found.place.unit) ? { ok: true, view: found } : { ok: false, refusal: { kind: 'NoDuty' } }
  })
}

/** Whom new rules would hurt, each with what is free nearest under those rules. Changes nothing. */
export async function previewSlotRules(office: Office, visitor: Visitor, asked: Asked): Promise<{ readonly ok: true; readonly hurt: readonly Hurt[]; readonly version: number } | Refused<RulesRefusal>> {
  return office.store.transaction(async (tx) => {
    const found = await allowed(office, tx, visitor, asked)
    if (!found.ok) return found
    const changed: DeskRules = { ...found.desk, rules: asked.rules }
    const plan = await planLayout(office, tx, changed)
    return { ok: true, hurt: plan.hurt.map((each) => hurtView(office, changed, plan, each)), version: found.desk.version }
  })
}

/**
 * Puts new rules in force. Every booking that was made stands; each that there is no room for any more is offered the
 * nearest free times by mail. `version` is that of the rules the head was looking at.
 */
export async function applySlotRules(
  office: Office,
  visitor: Visitor,
  asked: Asked & { readonly version: number; readonly command: string },
): Promise<{ readonly ok: true; readonly told: number } | Refused<RulesRefusal>> {
  return office.store.transaction(async (tx) => {
    const known = await recallCommand(tx, asked.command, visitor.person)
    if (known) return known as { readonly ok: true; readonly told: number }
    await tx.lockLayout(asked.place, asked.desk)
    const found = await allowed(office, tx, visitor, asked)
    if (!found.ok) return found
    const { place, desk, version } = found.desk
    const saved = asked.version === version
      && (await tx.saveSlotRules({ place: place.code, desk: desk.key, unit: place.unit, version: version + 1, rules: asked.rules, by: visitor.person, at: office.now() }))
    if (!saved) return { ok: false, refusal: { kind: 'RulesMoved' } }
    const told = await layOut(office, tx, { place, desk, rules: asked.rules, version: version + 1 })
    const answer = { ok: true, told: told.length } as const
    await tx.remember(asked.command, visitor.person, 'apply-slot-rules', answer)
    // What the new rules free may be what somebody waits for.
    await tx.enqueue({ task: 'booking-sweep' })
    return answer
  })
}

async function allowed(office: Office, tx: Tx, visitor: Visitor, asked: Asked): Promise<{ readonly ok: true; readonly desk: DeskRules } | Refused<RulesRefusal>> {
  const desk = await findDesk(tx, asked.place, asked.desk)
  if (!desk) return { ok: false, refusal: { kind: 'NotFound' } }
  if (!hasDuty(visitor, desk.place.unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  const problem = checkRules(asked.rules)
  return problem ? { ok: false, refusal: problem } : { ok: true, desk }
}

function hurtView(office: Office, { place, rules }: DeskRules, plan: Layout, { booking, because }: HurtBooking): Hurt {
  const now = office.now()
  const kept = new Map(plan.kept.map((slot) => [slot.startsAt, slot]))
  const left = (slot: SlotTime) => slot.capacity - (kept.get(slot.startsAt)?.bookings.length ?? 0)
  const nearest = plan.slots
    .filter((slot) => slot.startsAt !== booking.startsAt && bookable(slot, now, rules) === null && left(slot) > 0)
    .toSorted((a, b) => Math.abs(a.startsAt - booking.startsAt) - Math.abs(b.startsAt - booking.startsAt))
    .slice(0, nearestShown)
  const local = (at: number) => ({ startsAt: at, date: dateIn(place.zone, at), from: timeIn(place.zone, at) })
  return { booking: booking.id, because, ...local(booking.startsAt), nearest: nearest.map((slot) => ({ slot: kept.get(slot.startsAt)?.id ?? null, ...local(slot.startsAt) })) }
}
