import type { Application } from '../../src/office/application.ts'
import { decide, hear, submit, type Command, type Context, type Decision } from '../../src/office/decide.ts'
import type { Person } from '../../src/office/permissions.ts'
import type { Actor } from '../../src/office/application-events.ts'
import type { Chance } from './seeded-chance.ts'
import type { TurnKind } from './watch-case.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What somebody does with a case next, and the instant at which they do it. */
export type Act = 'check' | 'check-again' | 'correct' | 'pay' | 'sign' | 'withdraw'
export type NextAct = { readonly at: number; readonly act: Act }

const verifier: Person = { kind: 'staff', person: 'rina', duties: [{ duty: 'verifier', unit: '3171' }] }
const head: Person = { kind: 'staff', person: 'sri', duties: [{ duty: 'head', unit: '3171' }] }
const applicant: Person = { kind: 'applicant', person: 'dewi' }
const words = { text: 'text', digest: 'digest' }

export const documents = ['ktp', 'proposal'].map((requirement) => ({ requirement, document: `${requirement}-1`, digest: 'a' }))

export function submission(number: string, context: Context): Decision {
  return submit({ number, answers: { version: 1, digest: 'digest' }, documents }, context)
}

/** One command of somebody, in order; `kinds` is what the watching clerk is told of it when all were accepted. */
export type Deed = { readonly by: Actor; readonly commands: readonly ((application: Application, context: Context) => Decision)[]; readonly kinds: readonly TurnKind[]; readonly next: NextAct | null }

const by = (person: Person, role: 'verifier' | 'head'): Actor => (person.kind === 'applicant' ? { kind: 'applicant', person: person.person } : { kind: 'staff', person: person.person, role })
const ask = (person: Person, command: Command) => (application: Application, context: Context) => decide(application, person, command, context)

/** What becomes of an act: by chance, and by whether the service waits for a payment. `deadline`: the end that is promised now. */
export function deedOf(act: Act, application: Application, now: number, deadline: number | null, pays: boolean, chance: Chance): Deed {
  const after = (next: Act, share: number): NextAct | null => (chance.happens(share) ? { at: delayed(now, deadline, chance), act: next } : null)
  const take = ask(verifier, { kind: 'take', reason: null, nextInLine: null })
  const judge = (document: string, verdict: 'accepted' | 'refused') => ask(verifier, { kind: 'judge-document', document, verdict })
  const fromDesk = by(verifier, 'verifier')
  switch (act) {
    case 'check':
    case 'check-again': {
      const turn = chance.whole(1, 100)
      if (turn <= 62)
        return {
          by: fromDesk, kinds: ['complete', ...(pays ? ['stop' as const] : ['to-head' as const])],
          commands: [take, judge('ktp', 'accepted'), judge('proposal', 'accepted'), ask(verifier, { kind: 'approve' })],
          next: pays ? after('pay', 0.92) : after('sign', 0.88),
        }
      if (turn <= 84)
        return {
          by: fromDesk, kinds: ['incomplete', 'stop'],
          commands: [take, judge('ktp', 'refused'), ask(verifier, { kind: 'send-back', fields: [], documents: ['ktp'], message: words })],
          next: after('correct', 0.94),
        }
      if (turn <= 89) return { by: fromDesk, kinds: ['decided'], commands: [take, ask(verifier, { kind: 'reject', reasons: ['bukan-penelitian'], message: null })], next: null }
      // A document is refused, and then nothing comes of it for some time or for ever.
      return { by: fromDesk, kinds: ['incomplete'], commands: [take, judge('ktp', 'refused')], next: after('check-again', 0.5) }
    }
    case 'correct': {
      const renewed = application.documents.map((document) => (document.requirement === 'ktp' ? { ...document, digest: `${document.digest}+` } : document))
      return {
        by: by(applicant, 'verifier'), kinds: ['complete', 'to-verifier', 'start'],
        commands: [ask(applicant, { kind: 'correct', answers: { version: application.answersVersion + 1, digest: 'digest' }, documents: renewed, changed: [] })],
        next: after('check', 0.93),
      }
    }
    case 'pay':
      return { by: fromDesk, kinds: ['to-head', 'start'], commands: [(case_, context) => hear(case_, 'payment-confirmed', context)], next: after('sign', 0.9) }
    case 'sign':
      if (chance.happens(0.08)) return { by: by(head, 'head'), kinds: ['to-verifier'], commands: [ask(head, { kind: 'return', reason: words })], next: after('check', 0.95) }
      return {
        by: by(head, 'head'), kinds: ['decided'], next: null,
        commands: [ask(head, { kind: 'sign', permit: 'IP/1', validFrom: '2027-08-01', validUntil: '2028-07-31', pdf: 'pdf', seal: 'seal', certificate: 'certificate' })],
      }
    case 'withdraw':
      return { by: by(applicant, 'verifier'), kinds: ['decided'], commands: [ask(applicant, { kind: 'withdraw' })], next: null }
  }
}

/** When the next act comes: soon, in some days, in weeks, or at an instant that makes trouble. */
export function delayed(now: number, deadline: number | null, chance: Chance): number {
  const kind = chance.whole(1, 100)
  if (deadline !== null && deadline > now && kind <= 12) return Math.max(now, deadline + chance.pick([0, -1, 1, -2 * hourMs, -4 * hourMs, -minuteMs, minuteMs, 3 * hourMs]))
  if (kind <= 30) return now + chance.whole(0, 180) * minuteMs
  if (kind <= 60) return now + chance.whole(0, dayMs)
  if (kind <= 90) return now + chance.whole(0, 5 * dayMs)
  return now + chance.whole(0, 24 * dayMs)
}
