import type { DocumentRequirement } from '#office/service.ts'
import type { Scan } from './keep-application.ts'

export type ScanError = { readonly requirement: string; readonly kind: 'missing' | 'tooBig' | 'kind' | 'unreadable' }

/** 20 MB: as much as the office takes. */
const mostBytes = 20 * 1024 * 1024

/** The scans of a form, with what is wrong with them as far as the counter can tell; the office inspects them when they arrive. */
export async function readScans(form: FormData, asked: readonly DocumentRequirement[]): Promise<{ readonly scans: readonly Scan[]; readonly wrong: readonly ScanError[] }> {
  const scans: Scan[] = []
  const wrong: ScanError[] = []
  for (const { key, required } of asked) {
    const file = form.get(`scan-${key}`)
    const isThere = file instanceof File && file.size > 0
    const bytes = isThere && file.size <= mostBytes ? await file.arrayBuffer().catch(() => null) : null
    if (!isThere) {
      if (required) wrong.push({ requirement: key, kind: 'missing' })
    } else if (file.size > mostBytes) wrong.push({ requirement: key, kind: 'tooBig' })
    else if (!/^(?:image\/|application\/pdf$)/.test(file.type)) wrong.push({ requirement: key, kind: 'kind' })
    else if (bytes === null) wrong.push({ requirement: key, kind: 'unreadable' })
    else scans.push({ requirement: key, fileName: file.name, bytes })
  }
  return { scans, wrong }
}
