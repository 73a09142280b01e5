import { attachDocument, removeDocument } from '#usecases/attach-document.ts'
import type { Office } from '#usecases/ports.ts'
import type { Visitor } from '#usecases/views.ts'

type Here = {
  readonly locals: { readonly office: Office }
  readonly request: Request
  readonly url: URL
  readonly params: { readonly id: string }
}

/** Why a file was not taken, and which requirement it was for. */
export type UploadRefused = { readonly requirement: string; readonly kind: string; readonly fileName: string }

/** 20 MB, and room for the form around the file. What is longer is refused before a byte of it is read. */
const mostBytes = 20 * 1024 * 1024 + 64 * 1024

/**
 * Takes one file for one requirement, which stands in the address so that it is known even when the body is too long
 * to be read. Gives null when the file was taken, else why not. `kind` is `NotFound` when there is no such application.
 */
export async function takeUpload(event: Here, visitor: Visitor): Promise<UploadRefused | null> {
  const requirement = event.url.searchParams.get('requirement') ?? ''
  const refused = (kind: string, fileName = ''): UploadRefused => ({ requirement, kind, fileName })
  if (Number(event.request.headers.get('content-length')) > mostBytes) return refused('TooLarge')
  const form = await event.request.formData().catch(() => null)
  if (form === null) return refused('Interrupted')
  const file = form.get('file')
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) return refused('NoFile')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const attached = await attachDocument(event.locals.office, visitor, { id: event.params.id, requirement, fileName: file.name, bytes })
  return attached.ok ? null : refused(attached.refusal.kind, file.name)
}

/** Takes a document away again. Gives false when there is no such document of this applicant. */
export async function dropDocument(event: Here, visitor: Visitor): Promise<boolean> {
  const document = String((await event.request.formData()).get('document') ?? '')
  const removed = await removeDocument(event.locals.office, visitor, { id: event.params.id, document })
  return removed.ok
}
