import type { ProcessState } from '../process/index.ts'
import type { StopReason } from './promise/clock-stops.ts'

/**
 * Everything that can happen to an application, in the order in which it happened. These facts are for ever and their
 * hashes will be public, so they hold references and keyed digests, never a name, a NIK or an applicant's own words
 * (UU 27/2022: personal data must be erasable; the log must not).
 */
export type ApplicationEvent =
  | {
      readonly type: 'ApplicationSubmitted'
      readonly service: string
      readonly serviceVersion: string
      readonly number: string
      readonly channel: Channel
      /** Only for what came on a printed form: its promise counts from `receivedAt`; the record's own time is when it was typed in. */
      readonly paper?: PaperReceived
      readonly answers: AnswersRef
      readonly documents: readonly DocumentRef[]
      /** Working days promised. */
      readonly days: number
      /**
       * When the person sent it, while their line was away; it came in when it was recorded. Epoch milliseconds, never later
       * than that and at most 72 hours before.
       */
      readonly madeAt?: number
    }
  | { readonly type: 'CaseRouted'; readonly unit: string; readonly decision: string; readonly rules: readonly string[] }
  | { readonly type: 'ProcessMoved'; readonly state: ProcessState }
  | { readonly type: 'TaskOpened'; readonly task: string; readonly role: Role }
  | { readonly type: 'TaskTaken'; readonly task: string; readonly outOfTurn: OutOfTurnReason | null }
  | { readonly type: 'TaskReleased'; readonly task: string }
  /** Given by one officer's absence, or by the head, to another officer, or back to the line (`to` null). */
  | { readonly type: 'TaskHandedOver'; readonly task: string; readonly from: string | null; readonly to: string | null; readonly reason: 'absence' | 'moved-by-head' }
  | { readonly type: 'DocumentJudged'; readonly document: string; readonly verdict: Verdict }
  | { readonly type: 'AnswerJudged'; readonly field: string; readonly verdict: Verdict }
  | { readonly type: 'NoteAdded'; readonly note: TextRef }
  | { readonly type: 'ApprovedForSigning' }
  | {
      readonly type: 'CorrectionRequested'
      readonly fields: readonly string[]
      readonly documents: readonly string[]
      readonly message: TextRef
    }
  | { readonly type: 'CorrectionSubmitted'; readonly answers: AnswersRef; readonly documents: readonly DocumentRef[] }
  | { readonly type: 'ApplicationRejected'; readonly reasons: readonly string[]; readonly message: TextRef | null }
  | { readonly type: 'ReturnedToVerifier'; readonly reason: TextRef }
  | {
      readonly type: 'PermitSigned'
      readonly permit: string
      readonly validFrom: string
      readonly validUntil: string
      /** SHA-256 of the signed PDF, hex. */
      readonly pdf: string
      /** SHA-256 of the compact JWS, hex. */
      readonly seal: string
      /** SHA-256 fingerprint of the certificate, hex. */
      readonly certificate: string
    }
  | { readonly type: 'PermitDelivered'; readonly by: 'online' }
  | { readonly type: 'ApplicationWithdrawn' }
  /** The clock of the promise stands still, and runs again. */
  | { readonly type: 'ClockStopped'; readonly reason: StopReason }
  | { readonly type: 'ClockStarted' }
  /** A day off that was decreed after the case came in moved its deadline. Instants in epoch milliseconds; `day` is `YYYY-MM-DD`. */
  | { readonly type: 'DeadlineMoved'; readonly from: number; readonly to: number; readonly day: string; readonly cause: 'day-off' }
  /** `timer`: the key of the alarm. Of the deadline that it was given for; cases of older services have none. */
  | { readonly type: 'ReminderSent'; readonly timer: string; readonly to: Role; readonly deadline?: number }
  /** The heads of the unit above were told. */
  | { readonly type: 'Escalated'; readonly alarm: string; readonly unit: string; readonly deadline: number }
  /** The head was told that the law will approve. `left`: working time before the deadline, ISO 8601. */
  | { readonly type: 'DeemedApprovalWarned'; readonly alarm: string; readonly left: string; readonly deadline: number }
  /** Silence became an approval; the permit that the system issued follows as `PermitSigned`. */
  | { readonly type: 'DeemedApproved'; readonly basis: string; readonly deadline: number }
  /** The deadline passed, and the law approves nothing since the application was not complete. Keys of documents, no names. */
  | { readonly type: 'LapsedWithoutApproval'; readonly documents: readonly string[]; readonly correction: boolean; readonly deadline: number }

/** Where an application was handed in. */
export type Channel = 'online' | 'counter' | 'paper'

export type EventType = ApplicationEvent['type']

/** A printed form as it was received: its serial, the time on its receipt (epoch milliseconds), and the pictures of it. */
export type PaperReceived = { readonly serial: string; readonly receivedAt: number; readonly pictures: readonly DocumentRef[] }

/** Who did it: a person by an opaque reference and the role they acted in, or the system itself. */
export type Actor =
  | { readonly kind: 'applicant'; readonly person: string }
  | { readonly kind: 'staff'; readonly person: string; readonly role: DutyName }
  | { readonly kind: 'system' }

/** An event as it stands in the stream. `at` is epoch milliseconds. */
export type Recorded = {
  readonly stream: string
  readonly version: number
  readonly at: number
  readonly by: Actor
  readonly event: ApplicationEvent
}

export type Role = 'verifier' | 'head'
/** What a person may be made responsible for in a unit: a role in cases, serving people at its counters, or running the system. */
export type DutyName = Role | 'counter' | 'operator'

export const isRole = (duty: DutyName): duty is Role => duty === 'verifier' || duty === 'head'
export type Verdict = 'accepted' | 'refused' | 'open'
export type AnswersRef = { readonly version: number; readonly digest: string }
export type DocumentRef = { readonly requirement: string; readonly document: string; readonly digest: string }
export type TextRef = { readonly text: string; readonly digest: string }

/** Why an officer may take a case that is not the next in line; anything else is cherry-picking. */
export const outOfTurnReasons = ['same-applicant', 'started-before', 'language', 'urgent-by-head', 'conflict-of-interest'] as const
export type OutOfTurnReason = (typeof outOfTurnReasons)[number]
