import type { Office } from '#usecases/ports.ts'
import type { Visitor } from '#usecases/views.ts'

/** Tells a device whether what it keeps is this person's; says nothing else of them. */
export function ownerOf(office: Office, visitor: Visitor): string {
  return office.seals.mac('device-owner', visitor.person).slice(0, 16)
}
