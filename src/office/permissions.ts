import type { Application } from './application.ts'
import { isRole, type DutyName, type Role } from './application-events.ts'

export type Person =
  | { readonly kind: 'applicant'; readonly person: string }
  | { readonly kind: 'staff'; readonly person: string; readonly duties: readonly Duty[] }

/** A responsibility given to a person in a unit. */
export type Duty = { readonly duty: DutyName; readonly unit: string }

export type Action =
  | 'read-own'
  | 'correct'
  | 'withdraw'
  | 'read-case'
  | 'add-note'
  | 'take'
  | 'release'
  | 'move'
  | 'judge'
  | 'approve'
  | 'send-back'
  | 'reject'
  | 'sign'
  | 'return'

export type Denial =
  | { readonly kind: 'NotYours' }
  | { readonly kind: 'NoDuty'; readonly duty: Role | null; readonly unit: string }
  | { readonly kind: 'NotTaken' }
  | { readonly kind: 'HeldByAnother' }
  | { readonly kind: 'NoOpenTask' }
  | { readonly kind: 'FourEyes' }

type Rule = {
  /** Who acts: the applicant of the case, somebody with the duty in the case's unit, or with any role in cases there. */
  readonly who: 'the-applicant' | Role | 'role-of-task' | 'any-duty'
  /** The task must be open for that duty. */
  readonly task?: Role | 'any'
  /** The task must be in this person's hands. */
  readonly held?: boolean
  /** It may be in anybody's hands. */
  readonly anyHolder?: boolean
  /** Not the person who checked the case (nobody verifies and signs the same case). */
  readonly fourEyes?: boolean
}

/** Who may do what to an application. Every use case asks this table; pages only hide what it refuses. */
export const rules: Readonly<Record<Action, Rule>> = {
  'read-own': { who: 'the-applicant' },
  correct: { who: 'the-applicant' },
  withdraw: { who: 'the-applicant' },
  'read-case': { who: 'any-duty' },
  'add-note': { who: 'any-duty' },
  take: { who: 'role-of-task', task: 'any', fourEyes: true },
  release: { who: 'role-of-task', task: 'any', held: true },
  move: { who: 'head', task: 'any', anyHolder: true },
  judge: { who: 'verifier', task: 'verifier', held: true },
  approve: { who: 'verifier', task: 'verifier', held: true },
  'send-back': { who: 'verifier', task: 'verifier', held: true },
  reject: { who: 'verifier', task: 'verifier', held: true },
  sign: { who: 'head', task: 'head', fourEyes: true },
  return: { who: 'head', task: 'head' },
}

/** Null when the person may do it, else the reason why not. */
export function mayNot(person: Person, action: Action, application: Application): Denial | null {
  const rule = rules[action]
  if (rule.who === 'the-applicant')
    return person.kind === 'applicant' && person.person === application.applicant ? null : { kind: 'NotYours' }
  if (person.kind !== 'staff') return { kind: 'NotYours' }
  const here = person.duties.filter((duty) => duty.unit === application.unit).map((duty) => duty.duty).filter(isRole)
  if (rule.who === 'any-duty') return here.length > 0 ? null : { kind: 'NoDuty', duty: null, unit: application.unit }
  const task = application.task
  const needed = rule.who === 'role-of-task' ? (task?.role ?? null) : rule.who
  if (needed === null) return { kind: 'NoOpenTask' }
  if (!here.includes(needed)) return { kind: 'NoDuty', duty: needed, unit: application.unit }
  if (rule.task !== undefined && (task === null || (rule.task !== 'any' && task.role !== rule.task)))
    return { kind: 'NoOpenTask' }
  if (task?.holder && task.holder !== person.person && !rule.anyHolder) return { kind: 'HeldByAnother' }
  if (rule.held && task?.holder !== person.person) return { kind: 'NotTaken' }
  if (rule.fourEyes && task?.role === 'head' && application.checkedBy === person.person) return { kind: 'FourEyes' }
  return null
}
