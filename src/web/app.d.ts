import type { OpenOffice } from '#adapters/open-office.ts'
import type { Locale } from '#office/service.ts'
import type { Visitor } from '#usecases/views.ts'

declare global {
  namespace App {
    interface Error {
      /** Under which number the log tells what broke. */
      id?: string
      /** The database can be read, and takes no changes. */
      unwritten?: boolean
    }
    interface Locals {
      readonly office: OpenOffice
      visitor: Visitor | null
      locale: Locale
    }
  }
}
