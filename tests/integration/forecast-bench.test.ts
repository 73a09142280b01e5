import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { measureForecast, permitLog } from '../../bench/forecast.ts'

const skip = existsSync(permitLog) ? false : `The permit log is not there: ${permitLog}`

test('On a real permit log the forecast is nearer than both simple yardsticks, and its intervals hold what they say', { skip }, async () => {
  const figure = await measureForecast()
  assert.ok(figure)
  assert.equal(figure.forecasts, 2467)
  // As measured apart from this program.
  assert.ok(Math.abs(figure.overallMedian - 1.17) < 0.01 && Math.abs(figure.lastActivityMedian - 1.41) < 0.01, JSON.stringify(figure))
  assert.ok(figure.ours < figure.overallMedian && figure.ours < figure.lastActivityMedian, JSON.stringify(figure))
  assert.ok(figure.coverage50 >= 0.45 && figure.coverage50 <= 0.6 && figure.coverage90 >= 0.87 && figure.coverage90 <= 0.97, JSON.stringify(figure))
})

test('Where the log is missing, there is no line', async (t) => {
  t.mock.method(console, 'error', () => undefined)
  assert.equal(await measureForecast('/nowhere/receipt.xes.gz'), null)
})
