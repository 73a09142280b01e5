import type { Demo } from '#adapters/demo.ts'
import { notFound } from '../apply/at-the-door.ts'

/** The demo's own room; to any other office the page does not exist. */
export function demoOf(office: { readonly demo: Demo | null }): Demo {
  return office.demo ?? notFound()
}
