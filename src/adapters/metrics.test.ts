import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMetrics } from './metrics.ts'

test('Metrics count requests by the pattern of their address, and jobs by kind', async () => {
  const metrics = openMetrics(async () => ({ mail: 3 }))
  metrics.request('GET', '/applications/[id]', 200, 12)
  metrics.request('BREW', null, 404, 1)
  const text = await metrics.text()
  assert.match(text, /satu_pintu_http_request_seconds_count\{method="GET",route="\/applications\/\[id\]",status="200"\} 1/)
  assert.match(text, /satu_pintu_http_request_seconds_sum\{method="GET",route="\/applications\/\[id\]",status="200"\} 0\.012/)
  assert.match(text, /method="OTHER",route="none",status="404"/)
  assert.match(text, /satu_pintu_jobs_waiting\{task="mail"\} 3/)
  assert.match(text, /process_cpu_seconds_total/)
  assert.match(metrics.contentType, /^text\/plain/)
})

test('What a stranger writes as a method never becomes a metric of its own', async () => {
  const metrics = openMetrics(async () => ({}))
  for (const method of ['dewi@warga.example', '3174011212900001', 'get', '__proto__', '']) metrics.request(method, null, 400, 1)
  const text = await metrics.text()
  assert.doesNotMatch(text, /dewi|31740112|__proto__|"get"/)
  assert.match(text, /_count\{method="OTHER",route="none",status="400"\} 5/)
})

test('A queue that became empty is not shown with its old size', async () => {
  let sizes: Record<string, number> = { mail: 3 }
  const metrics = openMetrics(async () => sizes)
  await metrics.text()
  sizes = { timer: 1 }
  const text = await metrics.text()
  assert.doesNotMatch(text, /task="mail"/)
  assert.match(text, /satu_pintu_jobs_waiting\{task="timer"\} 1/)
})

test('With the database down the rest is still told', async () => {
  const down = [
    async () => Promise.reject(new Error('postgres://app:rahasia@db is down')),
    () => {
      throw new Error('down')
    },
    () => new Promise<never>(() => undefined),
  ]
  for (const queueSizes of down) {
    const text = await openMetrics(queueSizes).text()
    assert.match(text, /process_cpu_seconds_total/)
    assert.doesNotMatch(text, /rahasia|task=/)
  }
})

test('Two offices in one process count apart', async () => {
  const [one, other] = [openMetrics(async () => ({})), openMetrics(async () => ({}))]
  one.request('GET', '/services', 200, 1)
  assert.doesNotMatch(await other.text(), /route="\/services"/)
})
