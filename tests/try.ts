import { alarmsOf, dueAlarms, nextAlarmAt } from '../src/office/promise/alarms.ts'
import { promiseCalendar } from '../src/office/promise/promise-calendar.ts'
import { nationalHolidays } from '../src/adapters/holidays.ts'
import { hireClerk } from './oracle/patient-clerk.ts'
import { watchCase, type Rules, type Turn } from './oracle/watch-case.ts'
import { planSubmissions, planYear, weekly, countryZones } from './oracle/plan-year.ts'
import { seededChance } from './oracle/seeded-chance.ts'

const N = Number(process.argv[2] ?? 2000)
const rulesList: Rules[] = [
  { days: 1, deemed: false, steps: [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }, { to: 'above', after: 'PT0S' }, {to:'above', after:'P1D'}] },
  { days: 5, deemed: true, steps: [{ to: 'verifier', before: 'P1D' }, { to: 'head', before: 'PT4H' }, { to: 'above', after: 'PT0S' }] },
  { days: 3, deemed: false, steps: [{ to: 'verifier', before: 'P1D' },{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT90M' }, { to: 'above', after: 'PT0S' }, {to:'above', after:'PT4H'}, {to:'head', after:'P2D'}] },
  { days: 10, deemed: true, steps: [{ to: 'head', before: 'P3D' }, { to: 'above', before: 'PT1H' }] },
]
for (const [zone, ahead] of countryZones) {
  const chance = seededChance(7 + ahead)
  const hol = [2027, 2028].flatMap((y) => nationalHolidays(y)).map((d) => d.date)
  const year = planYear(ahead, [...new Set(hol)], chance)
  const clerk = hireClerk({ zone, weekly }, year.first - 40 * 86400000, year.last + 200 * 86400000)
  const subs = planSubmissions(year, N, chance)
  const t0 = performance.now(); let slow = 0
  let bad = 0, told = 0, said = 0
  const cals = new Map<number, ReturnType<typeof promiseCalendar>>()
  const calAt = (now: number) => {
    let last = 0
    for (const d of year.decrees) { if (d.from <= now && d.from > last) last = d.from; if (d.until !== null && d.until <= now && d.until > last) last = d.until }
    let c = cals.get(last)
    if (!c) { c = promiseCalendar({ zone, weekly, daysOff: year.decrees.filter((d) => d.from <= now).map((d) => ({ date: d.date, addedAt: d.from, revokedAt: d.until !== null && d.until <= now ? d.until : null })) }); cals.set(last, c) }
    return c
  }
  for (const s of subs) {
    const rules = chance.pick(rulesList)
    const turns: Turn[] = []
    let at = s
    const stops: { from: number; to: number | null }[] = []
    for (let n = chance.whole(0, 3); n > 0; n--) {
      const a = at + chance.whole(1, chance.pick([600, 5000, 15000])) * chance.pick([60000, 59999]); const b = a + chance.whole(1, chance.pick([600, 5000, 35000])) * 60000
      turns.push({ at: a, kind: 'stop' }); if (chance.happens(0.95)) turns.push({ at: b, kind: 'start' }); else break
      at = b
    }
    if (chance.happens(0.6) && turns.at(-1)?.kind !== 'stop') turns.push({ at: at + chance.whole(1, 12000) * 60000, kind: 'decided' })
    const until = s + 100 * 86400000
    const w0 = performance.now()
    const expect = watchCase({ clerk, decrees: year.decrees, runs: (x) => x }, rules, s, turns, until)
    slow += performance.now() - w0
    // production, event driven
    const gotTold: unknown[] = [], gotSaid: unknown[] = []
    const given = new Map<number, Set<string>>()
    const changes = [{ at: s, rank: 1, turn: null as Turn | null }, ...turns.map((t) => ({ at: t.at, rank: 1, turn: t as Turn | null })), ...year.decrees.flatMap((d) => [d.from, d.until]).filter((x): x is number => x !== null && x > s).map((x) => ({ at: x, rank: 0, turn: null }))].sort((a, b) => a.at - b.at || a.rank - b.rank)
    const promised = () => ({ submittedAt: s, days: rules.days, stops: [...stops] })
    let lastDeadline: number | null | undefined
    let over = false
    const ring = (now: number, cal = calAt(now)) => {
      const r = cal.reckon(promised())
      if (r.deadline === null) return
      const g = given.get(r.deadline) ?? new Set<string>(); given.set(r.deadline, g)
      for (const al of dueAlarms(alarmsOf({ escalation: rules.steps as never, deemedApproval: rules.deemed ? { on: true, basis: '', words: { id: '', en: '' } } : null }, r.deadline, r.calendar), now, g)) {
        g.add(al.key); gotSaid.push({ at: now, deadline: r.deadline, key: al.key }); if (al.kind === 'lapse') { over = true; return }
      }
    }
    for (const [i, ch] of changes.entries()) {
      if (ch.at > until || over) break
      if (ch.turn?.kind === 'decided') break
      if (ch.turn?.kind === 'stop') stops.push({ from: ch.at, to: null })
      if (ch.turn?.kind === 'start') stops[stops.length - 1] = { ...stops.at(-1)!, to: ch.at }
      const r = calAt(ch.at).reckon(promised())
      if (r.deadline !== lastDeadline) { gotTold.push({ at: ch.at, deadline: r.deadline }); lastDeadline = r.deadline }
      if (r.deadline === null) continue
      const al = alarmsOf({ escalation: rules.steps as never, deemedApproval: rules.deemed ? { on: true, basis: '', words: { id: '', en: '' } } : null }, r.deadline, r.calendar)
      ring(ch.at)
      const end = Math.min(changes[i + 1]?.at ?? Infinity, until)
      for (let next = nextAlarmAt(al, ch.at); next !== null && next <= end && !over; next = nextAlarmAt(al, next)) ring(next, calAt(ch.at))
    }
    told += expect.told.length; said += expect.said.length
    const sort = (x: readonly unknown[]) => JSON.stringify(x)
    const j1 = sort(expect.told), j2 = sort(gotTold)
    const srt = (x: readonly any[]) => JSON.stringify([...x].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)))
    if (j1 !== j2 || srt(expect.said) !== srt(gotSaid as never)) {
      bad++
      if (bad <= 3) { const f = (x: number | null) => x === null ? null : new Date(x + ahead * 3600000).toISOString(); console.log('BAD', zone, f(s), rules.days, turns.map((t) => [t.kind, f(t.at)]), '\n exp', expect.told.map((t) => [f(t.at), f(t.deadline)]), '\n got', (gotTold as any[]).map((t) => [f(t.at), f(t.deadline)]), '\n exp', expect.said.map((t) => [f(t.at), f(t.deadline), t.key]), '\n got', (gotSaid as any[]).map((t) => [f(t.at), f(t.deadline), t.key])) }
    }
  }
  console.log(zone, 'cases', N, 'told', told, 'said', said, 'bad', bad, 'ms', Math.round(performance.now() - t0), 'oracle ms', Math.round(slow))
}
