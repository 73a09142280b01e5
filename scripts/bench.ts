// Every benchmark, one JSON line each on standard output and nothing else there. An argument names one of them.
import { prepare } from './prepare.ts'

await prepare((sentence) => console.error(sentence))
const benchmarks: Readonly<Record<string, () => Promise<object>>> = {
  submit: async () => (await import('../bench/submit.ts')).measureSubmit(),
  advance: async () => (await import('../bench/advance.ts')).measureAdvance(),
  decide: async () => (await import('../bench/decide.ts')).measureDecide(),
  booking: async () => (await import('../bench/booking.ts')).measureBooking(),
  'queue-page': async () => (await import('../bench/queue-page.ts')).measureQueuePage(),
}
const [wanted] = process.argv.slice(2)
for (const [name, measure] of Object.entries(benchmarks)) if (wanted === undefined || wanted === name) console.log(JSON.stringify(await measure()))
process.exit(0)
