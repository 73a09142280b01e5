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
  const form = await openUpload(event)
  return typeof form === 'string' ? { requirement, kind: form, fileName: '' } : takeFile(event, visitor, requirement, form.get('file'))
}

/** A form that may carry files; `TooLarge` when it is too long to be read, `Interrupted` when it broke off. */
export async function openUpload(event: Here): Promise<FormData | 'TooLarge' | 'Interrupted'> {
  if (Number(event.request.headers.get('content-length')) > mostBytes) return 'TooLarge'
  return event.request.formData().catch(() => 'Interrupted')
}

/** Takes one file for one requirement. Gives null when it was taken, else why not. */
export async function takeFile(event: Here, visitor: Visitor, requirement: string, file: unknown): Promise<UploadRefused | null> {
  if (!isChosen(file)) return { requirement, kind: 'NoFile', fileName: '' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const attached = await attachDocument(event.locals.office, visitor, { id: event.params.id, requirement, fileName: file.name, bytes })
  return attached.ok ? null : { requirement, kind: attached.refusal.kind, fileName: file.name }
}

/** Whether a file was chosen: a browser sends an empty one without a name where none was. */
export function isChosen(file: unknown): file is File {
  return file instanceof File && (file.name !== '' || file.size > 0)
}

/** Takes a document away again. Gives false when there is no such document of this applicant. */
export async function dropDocument(event: Here, visitor: Visitor): Promise<boolean> {
  const document = String((await event.request.formData()).get('document') ?? '')
  const removed = await removeDocument(event.locals.office, visitor, { id: event.params.id, document })
  return removed.ok
}
