import { actOnCase, type Acted } from './act-on-case.ts'
import type { Office } from './ports.ts'
import type { Visitor } from './views.ts'

/** The applicant takes the application back, at any time before it is decided. */
export async function withdrawApplication(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly command: string },
): Promise<Acted> {
  return actOnCase(office, visitor, request, async (_, tx) => {
    await tx.deleteDraft(request.id)
    return { kind: 'withdraw' }
  })
}
