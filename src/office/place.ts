import type { WorkingSpan } from '../process/index.ts'
import type { Text } from './service.ts'

/** Where people come: an office's hall, or a clinic of the one-stop outpatient service. Data that an office can change. */
export type Place = {
  readonly code: string
  readonly unit: string
  readonly kind: 'office' | 'clinic'
  readonly name: Text
  readonly address: string
  /** Degrees, WGS 84. */
  readonly latitude: number
  readonly longitude: number
  /** IANA time zone. */
  readonly zone: string
  /** Opening hours by ISO weekday (1 Monday to 7 Sunday), local `HH:MM`. */
  readonly hours: { readonly [weekday: number]: readonly WorkingSpan[] }
  readonly counters: readonly Counter[]
  /** What people come for here, in the order of the kiosk's buttons. */
  readonly desks: readonly Desk[]
}

/** A numbered counter and the desks it can serve. */
export type Counter = { readonly number: string; readonly name: Text; readonly desks: readonly string[] }

/** A kind of visit with a line of its own: pickup, handing in originals, consultation, an interview, a clinic. */
export type Desk = {
  readonly key: string
  /** The letter before its ticket numbers. */
  readonly letter: string
  readonly name: Text
  readonly purpose: DeskPurpose
  /** Minutes that one visit is reckoned with until there is a measurement. */
  readonly minutes: number
  /** Where a visit goes on by itself, without a new ticket: registration, then the clinic. */
  readonly leadsTo?: readonly string[]
}

export type DeskPurpose = 'pickup' | 'originals' | 'consultation' | 'interview' | 'registration' | 'clinic'
