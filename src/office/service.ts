import type { Process } from '../process/index.ts'
import type { DeemedApproval, EscalationStep } from './promise/alarms.ts'

export type Locale = 'id' | 'en'

/** The same words in every language of the office. */
export type Text = Readonly<Record<Locale, string>>

export type LegalBasis = { readonly key: string; readonly title: string; readonly about: Text }

export type DocumentRequirement = {
  readonly key: string
  readonly name: Text
  readonly hint: Text
  readonly required: boolean
  /** `system`: the office makes it from the answers, so the applicant is never asked for it. */
  readonly madeBy: 'applicant' | 'system'
}

/** What a field of the form looks like. The check itself is the service's JSON Schema. */
export type Field = {
  readonly key: string
  readonly label: Text
  /** What officers read instead of a label that speaks to the applicant; null when the label serves both. */
  readonly officeLabel: Text | null
  readonly hint: Text | null
  /** The schema's format, where a check of its own stands behind it. */
  readonly format: string | null
  readonly widget: 'text' | 'textarea' | 'radio' | 'select' | 'checkboxes' | 'date' | 'lines'
  readonly required: boolean
  readonly maxLength: number | null
  readonly options: readonly Option[]
  readonly autocomplete: string | null
  readonly inputmode: string | null
  /** Said when the value does not fit, instead of the general sentence. */
  readonly error: Text | null
}

export type Option = { readonly value: string; readonly label: Text; readonly group?: string }

export type FormGroup = {
  readonly key: string
  readonly title: Text
  /** What officers read instead of a title that speaks to the applicant; null when the title serves both. */
  readonly officeTitle: Text | null
  readonly intro: Text | null
  readonly fields: readonly Field[]
}

/** A rule across fields: when the FEEL expression `when` is true of the answers, `field` is wrong. */
export type FormCheck = { readonly when: string; readonly field: string; readonly message: Text }

export type RejectionReason = { readonly key: string; readonly text: Text; readonly legalBasis: string }

/** A step as the applicant reads it; `element` is the element of the process that it stands for. */
export type ServiceStep = { readonly element: string; readonly name: Text; readonly who: Text; readonly about: Text }

/** Words of the permit document. Placeholders are FEEL expressions in braces over the answers and the permit. */
export type PermitTemplate = {
  readonly title: Text
  readonly intro: Text
  readonly facts: readonly { readonly label: Text; readonly value: string }[]
  readonly terms: readonly Text[]
  readonly validity: Text
  /** FEEL over the answers: first and last day of validity, `YYYY-MM-DD`. */
  readonly validFrom: string
  readonly validUntil: string
  /** Answers that anyone who checks the permit may see, besides number, service, unit and dates. Never the NIK. */
  readonly publicFacts: readonly { readonly key: string; readonly label: Text; readonly value: string }[]
}

/** One service of the office: everything that pages, rules and the process need to know of it. Data, never code. */
export type Service = {
  readonly id: string
  readonly code: string
  /** Digest of the folder's files. Running cases stay on the version that they were submitted under. */
  readonly version: string
  readonly kind: 'permit' | 'non-permit' | 'service'
  readonly name: Text
  readonly summary: Text
  readonly keywords: readonly string[]
  readonly who: readonly Text[]
  readonly oneDayService: boolean
  /** Working minutes that one decision takes an officer, by duty: reckoned with until their own pace is measured. */
  readonly capacity: { readonly verifier: number; readonly head: number }
  /** Working days after the file is complete. */
  readonly days: number
  /** Rupiah. */
  readonly fee: number
  readonly validity: Text
  readonly level: Text
  readonly legalBasis: readonly LegalBasis[]
  readonly documents: readonly DocumentRequirement[]
  readonly steps: readonly ServiceStep[]
  readonly groups: readonly FormGroup[]
  readonly schema: object
  readonly checks: readonly FormCheck[]
  readonly rejectionReasons: readonly RejectionReason[]
  /** Who is told when, as the end of the promise comes near and passes. */
  readonly escalation: readonly EscalationStep[]
  /** Null where the service says nothing of it: then silence approves nothing. */
  readonly deemedApproval: DeemedApproval | null
  /** Whether its permits may be signed with a delegated key on a device that is alone. Off where the service says nothing. */
  readonly offlineSigning: boolean
  readonly numbers: { readonly application: string; readonly permit: string }
  readonly statement: Text
  readonly permit: PermitTemplate
  readonly process: Process
}
