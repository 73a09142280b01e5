// Every benchmark, one JSON line each on standard output and nothing else there. An argument names one of them.
import { prepare } from './prepare.ts'

await prepare((sentence) => console.error(sentence))
const benchmarks: Readonly<Record<string, () => Promise<object | null>>> = {
  submit: async () => (await import('../bench/submit.ts')).measureSubmit(),
  'public-pages': async () => (await import('../bench/public-pages.ts')).measurePublicPages(),
  advance: async () => (await import('../bench/advance.ts')).measureAdvance(),
  decide: async () => (await import('../bench/decide.ts')).measureDecide(),
  booking: async () => (await import('../bench/booking.ts')).measureBooking(),
  'day-view': async () => (await import('../bench/day-view.ts')).measureDayView(),
  'queue-page': async () => (await import('../bench/queue-page.ts')).measureQueuePage(),
  forecast: async () => (await import('../bench/forecast.ts')).measureForecast(),
}
const [wanted] = process.argv.slice(2)
for (const [name, measure] of Object.entries(benchmarks)) {
  if (wanted !== undefined && wanted !== name) continue
  // One that lacks what it measures says so itself, and has no line.
  const figure = await measure()
  if (figure !== null) console.log(JSON.stringify(figure))
}
process.exit(0)
