import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** One answered request. `routeId` is the pattern of the address, never the address itself. `ms`: how long it took. */
  request(method: string, routeId: string | null, status: number, ms: number): void
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>
  readonly contentType: string
}

/** Milliseconds. */
const patience = 3_000
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts what the office does, without anything about persons. Takes how many jobs of each kind wait. */
export function openMetrics(queueSizes: () => Promise<Readonly<Record<string, number>>>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'satu_pintu_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  new Gauge({
    name: 'satu_pintu_jobs_waiting',
    help: 'Jobs in the queue',
    labelNames: ['task'],
    registers: [registry],
    async collect() {
      // Without its database the office still says how it is otherwise; readiness tells of the database.
      const sizes = await inTime(queueSizes).catch(() => ({}))
      this.reset()
      for (const [task, count] of Object.entries(sizes)) this.set({ task }, count)
    },
  })
  return {
    request: (method, routeId, status, ms) =>
      requests.observe({ method: methods.has(method) ? method : 'OTHER', route: routeId ?? 'none', status: String(status) }, ms / 1000),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** A database that is down may also just never answer. Prometheus itself waits for 10 seconds. */
async function inTime<T>(ask: () => Promise<T>): Promise<T> {
  const tooLate = Promise.withResolvers<never>()
  const timer = setTimeout(() => tooLate.reject(new Error('No answer in time.')), patience)
  try {
    return await Promise.race([ask(), tooLate.promise])
  } finally {
    clearTimeout(timer)
  }
}
