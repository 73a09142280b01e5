import type { ProcessState } from '../process/index.ts'
import type { Outcome } from '../office/application.ts'
import type { DutyName, EventType, Role, Verdict } from '../office/application-events.ts'
import type { Answers, FieldError } from '../office/form.ts'
import type { StopReason } from '../office/promise/clock-stops.ts'
import type { Locale, Service } from '../office/service.ts'
import type { CaseForecast } from './forecast/forecast-case.ts'

export type { Answer, Answers, FieldError } from '../office/form.ts'

/** Who is at the door, as far as the session tells. */
export type Visitor =
  | { readonly kind: 'citizen'; readonly person: string; readonly email: string; readonly locale: Locale }
  | {
      readonly kind: 'staff'
      readonly person: string
      readonly email: string
      readonly name: string
      /** Duties in force now. */
      readonly duties: readonly { readonly duty: DutyName; readonly unit: string }[]
      readonly locale: Locale
    }

export type DocumentView = {
  readonly id: string
  readonly requirement: string
  /** The name that the applicant's file had; for showing only. */
  readonly fileName: string
  readonly type: 'pdf' | 'jpeg' | 'png'
  readonly size: number
  readonly pages: number | null
  readonly hasPreview: boolean
}

/** A service with the office's measured average: working hours from submission to decision, over the last 90 days. */
export type ServiceView = { readonly service: Service; readonly average: Average | null }
export type Average = { readonly workingHours: number; readonly cases: number; readonly days: number }

export type GroupState = 'empty' | 'wrong' | 'done'

/** An application that is being written, or corrected: what is filled in and what is left. */
export type DraftView = {
  readonly id: string
  readonly service: Service
  readonly answers: Answers
  readonly documents: readonly DocumentView[]
  readonly groups: readonly { readonly key: string; readonly state: GroupState; readonly errors: readonly FieldError[] }[]
  readonly documentsState: GroupState
  readonly missingDocuments: readonly string[]
  readonly ready: boolean
  readonly savedAt: number
  readonly email: string
  /** Set when the office sent the application back: only these may change. */
  readonly correction: { readonly number: string; readonly fields: readonly string[]; readonly documents: readonly string[]; readonly message: string } | null
}

/** One line of the public timeline, in the order it happened. The page makes words of `type` and `values`. */
export type TimelineEntry = {
  readonly type: EventType
  readonly at: number
  readonly by: 'applicant' | DutyName | 'system'
  readonly values: Readonly<Record<string, string | number>>
}

/** Where an application stands, for the person who asked. */
export type TrackView = {
  readonly id: string
  readonly number: string
  readonly service: Service
  readonly unit: UnitView
  readonly submittedAt: number
  /** When the person sent it, where their line was away then. */
  readonly madeAt: number | null
  readonly state: 'checking' | 'signing' | 'correction' | Outcome
  /** Who has it now: a role, never a name. */
  readonly heldBy: 'applicant' | Role | null
  readonly deadline: number | null
  /** When it will be ready, as far as that can be told; null once it is decided. */
  readonly forecast: CaseForecast | null
  readonly clockStopped: boolean
  /** What the clock waits for while it stands still. */
  readonly waitsFor: StopReason | null
  readonly late: boolean
  readonly decidedAt: number | null
  /** By operation of law; null when an official decided, or nobody has. */
  readonly deemed: { readonly basis: string; readonly words: Readonly<Record<Locale, string>> } | null
  readonly timeline: readonly TimelineEntry[]
  readonly process: { readonly state: ProcessState; readonly done: readonly string[]; readonly at: readonly string[] }
  readonly correction: DraftView['correction']
  readonly rejection: { readonly reasons: readonly string[]; readonly message: string | null } | null
  readonly permit: { readonly number: string; readonly validFrom: string; readonly validUntil: string } | null
  /** Only for the signed-in applicant. */
  readonly own: { readonly code: string; readonly documents: readonly DocumentView[]; readonly answers: Answers; readonly readers: readonly { readonly at: number; readonly role: DutyName; readonly what: string }[] } | null
  readonly canWithdraw: boolean
  /** Set when it came on a printed form and nobody's account owns it: what is still needed goes to that unit's counter. */
  readonly paper: { readonly serial: string; readonly unit: UnitView } | null
}

export type UnitView = { readonly code: string; readonly name: Readonly<Record<Locale, string>>; readonly address: string; /** IANA time zone in which its times are told. */ readonly zone: string }

/** A person's own applications, newest first. */
export type MineView = {
  readonly drafts: readonly { readonly id: string; readonly service: Service; readonly savedAt: number }[]
  readonly applications: readonly MineItem[]
}

/** One that was sent, in the zone of the unit that has it; what is decided has neither deadline nor forecast. */
export type MineItem = {
  readonly id: string
  readonly number: string
  readonly service: Service
  readonly state: TrackView['state']
  readonly submittedAt: number
  readonly zone: string
  readonly deadline: number | null
  readonly forecast: CaseForecast | null
}

/** A line of the officer's queue, or of the head's list. */
export type QueueItem = {
  readonly id: string
  readonly number: string
  readonly service: string
  readonly serviceName: Readonly<Record<Locale, string>>
  readonly task: string
  readonly submittedAt: number
  readonly deadline: number
  /** IANA time zone of its unit. */
  readonly zone: string
  /** By when it is ready, and how likely; null where nothing can be told. */
  readonly forecast: CaseForecast | null
  readonly late: boolean
  readonly dueToday: boolean
  /** Holder's display name; null when nobody has it. */
  readonly holder: string | null
  readonly mine: boolean
  /** Since when it lies with its holder, or in the line; null when that was not noted. */
  readonly since: number | null
  /** The holder was given it. */
  readonly handed: boolean
  /** Place in the fair line, 1 is next; null when held. */
  readonly place: number | null
  readonly returned: boolean
  readonly corrected: boolean
  /** The unit above was told that the promise was missed. */
  readonly escalated: boolean
  /** The deadline passed without an approval by law. */
  readonly lapsed: boolean
}

export type QueueView = {
  readonly unit: UnitView
  readonly role: Role
  readonly items: readonly QueueItem[]
  readonly mine: readonly QueueItem[]
  readonly counts: { readonly open: number; readonly dueToday: number; readonly late: number; readonly waitingForApplicant: number }
  readonly page: number
  readonly pages: number
}

/** Everything an officer needs of one case, on one screen. */
export type CaseView = {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly service: Service
  readonly unit: UnitView
  readonly submittedAt: number
  readonly deadline: number | null
  readonly forecast: CaseForecast | null
  readonly clockStopped: boolean
  readonly late: boolean
  readonly state: TrackView['state']
  readonly task: { readonly task: string; readonly role: Role; readonly holder: string | null; readonly mine: boolean } | null
  readonly answers: Answers
  /** Answers before the last correction, where they differ. */
  readonly before: Answers
  readonly email: string
  readonly documents: readonly DocumentView[]
  readonly documentVerdicts: Readonly<Record<string, Verdict>>
  readonly fieldVerdicts: Readonly<Record<string, Verdict>>
  readonly correctedFields: readonly string[]
  readonly correctedDocuments: readonly string[]
  readonly notes: readonly { readonly at: number; readonly author: string; readonly text: string }[]
  readonly timeline: readonly (TimelineEntry & { readonly who: string | null })[]
  readonly returned: string | null
  readonly permit: TrackView['permit']
  readonly may: { readonly take: boolean; readonly outOfTurn: boolean; readonly judge: boolean; readonly sign: boolean; readonly move: boolean }
}

/** What anyone may see of a permit. */
export type VerifyView =
  /** `awaited`: signed, if at all, on a device that was alone; `void`: such a number that does not count. */
  | { readonly status: 'unknown' | 'awaited' | 'void'; readonly number: string }
  | {
      readonly status: 'genuine' | 'not-yet' | 'expired' | 'revoked'
      readonly number: string
      readonly service: Service
      readonly facts: readonly { readonly label: Readonly<Record<Locale, string>>; readonly value: string }[]
      readonly unit: UnitView
      readonly signedAt: number
      readonly validFrom: string
      readonly validUntil: string
      readonly revokedAt: number | null
      /** Set when the law approved by silence: nobody signed it, the office's own seal stands on it. */
      readonly deemed: { readonly basis: string; readonly words: Readonly<Record<Locale, string>> } | null
    }

/** What became of the code of a QR that somebody brought. */
export type SealCheck = 'genuine' | 'not-ours' | 'other-permit' | 'malformed'
