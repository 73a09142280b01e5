import { relative } from 'node:path'

type TestEvent = {
  readonly type: string
  readonly data: {
    readonly name?: string
    readonly file?: string
    readonly nesting?: number
    readonly message?: string
    readonly skip?: string | boolean
    readonly details?: { readonly error?: Error & { readonly cause?: unknown }; readonly type?: string; readonly duration_ms?: number }
    readonly counts?: { readonly tests: number; readonly passed: number; readonly failed: number; readonly skipped: number }
  }
}

/** Says only what failed and why, what was skipped, how many passed, and which took longest. */
export default async function* briefReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const times: { readonly name: string; readonly ms: number }[] = []
  for await (const { type, data } of source) {
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0 && data.details?.duration_ms !== undefined) times.push({ name: data.name ?? '', ms: data.details.duration_ms })
    if (type === 'test:fail' && data.details?.error?.cause !== undefined && data.details.type !== 'suite') {
      const cause = data.details.error.cause
      const place = data.file ? relative(process.cwd(), data.file) : ''
      yield `\n✖ ${data.name} (${place})\n${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`
    }
    if (type === 'test:pass' && typeof data.skip === 'string' && data.skip !== '') yield `- skipped: ${data.name}: ${data.skip}\n`
    if (type === 'test:stderr' && data.message && !data.message.includes('Warning')) yield data.message
    if (type === 'test:summary' && !data.file && data.counts) {
      yield `  ${data.counts.passed} passed, ${data.counts.failed} failed, ${data.counts.skipped} skipped\n`
      for (const { name, ms } of times.sort((a, b) => b.ms - a.ms).slice(0, 5)) if (ms >= 10_000) yield `  ${Math.round(ms / 1000)} s: ${name}\n`
    }
  }
}
