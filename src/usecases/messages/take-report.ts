import { isUuid } from '../act-on-case.ts'
import type { Office } from '../ports.ts'

/** What a provider says of a text that it was given, by the id under which it was given. */
export type TextReport = { readonly id: string; readonly status: 'delivered' | 'failed'; readonly code: string }

/** Reports come late, twice, in any order, and sometimes of texts that are not ours; what they say is put on the record once. */
export async function takeReport(office: Office, report: TextReport): Promise<void> {
  const [id = '', attempt = ''] = report.id.split(':')
  if (!isUuid(id) || !/^\d$/.test(attempt)) return
  await office.store.transaction(async (tx) => {
    const row = await tx.message(id)
    const channel = row?.route[Number(attempt)]
    if (!row || channel === undefined || channel === 'mail') return
    const what = report.status === 'delivered' ? 'delivered' : 'bounced'
    await tx.addMessageFact(id, { attempt: Number(attempt), what, code: report.code.replace(/[^\w.-]/g, '').slice(0, 40), at: office.now() })
    // The next channel need not wait for the end of patience.
    if (what === 'bounced') await tx.enqueueIn({ task: 'text-message', sending: id }, 0, `sending-${id}`)
  })
}
