import type { PaperFact, PaperState } from '../../office/paper/paper-form.ts'
import type { Locale, Service } from '../../office/service.ts'
import type { UnitView } from '../views.ts'

/** What the use cases of printed forms read and write in a transaction. */
export type PaperTx = {
  savePaperPack(pack: PaperPackRow, forms: readonly PaperFormRow[]): Promise<void>
  paperPack(id: string): Promise<PaperPackRow | null>
  /** The packs of a unit with their counts, newest first. */
  paperPacks(unit: string, limit: number): Promise<readonly CountedPack[]>
  /** All forms of a pack, in the order of their serials. */
  formsOfPack(pack: string): Promise<readonly PaperFormRow[]>
  /** Printed and neither used nor accounted for, oldest first. */
  unaccountedForms(unit: string, limit: number): Promise<readonly PaperFormRow[]>
  /** With `lock`, a simultaneous writer waits. */
  paperForm(by: { readonly serial: string } | { readonly id: string }, lock?: boolean): Promise<PaperFormRow | null>
  changePaperForm(row: Pick<PaperFormRow, 'id' | 'state' | 'reason' | 'receivedAt' | 'enteredAt' | 'openedAt' | 'changedAt'>): Promise<void>
  /** `person` null: the command on the server. */
  recordPaper(fact: { readonly pack: string; readonly form: string | null; readonly person: string | null; readonly at: number; readonly fact: PaperFact }): Promise<void>
  paperHistory(pack: string, limit: number): Promise<readonly PaperHistoryRow[]>
}

export type PaperPackRow = {
  readonly id: string
  readonly unit: string
  readonly service: string
  readonly serviceVersion: string
  readonly locale: Locale
  readonly printedBy: string | null
  readonly printedAt: number
}

export type CountedPack = PaperPackRow & { readonly counts: Readonly<Record<PaperState, number>>; readonly first: string; readonly last: string }

export type PaperFormRow = {
  /** Of the application that this form becomes: fixed when it is printed, so that one serial can never make two. */
  readonly id: string
  readonly serial: string
  readonly pack: string
  readonly unit: string
  readonly service: string
  readonly state: PaperState
  readonly reason: string | null
  readonly printedAt: number
  /** When an officer began to type it in; null before. */
  readonly openedAt: number | null
  /** The time on its receipt; null until an officer has typed it. */
  readonly receivedAt: number | null
  readonly enteredAt: number | null
  readonly changedAt: number
}

export type PaperHistoryRow = { readonly at: number; readonly person: string | null; readonly serial: string | null; readonly fact: PaperFact }

/** A pack as it is drawn. */
export type PaperPackPaper = {
  readonly locale: Locale
  readonly service: Service
  readonly unit: UnitView
  readonly printedAt: number
  /** `code` is what the receipt is tracked with: on the strip that the applicant takes away, nowhere else. */
  readonly forms: readonly { readonly serial: string; readonly code: string }[]
}
