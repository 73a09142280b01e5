import { readReport } from '#adapters/texts/read-webhook.ts'
import { takeReport } from '#usecases/messages/take-report.ts'
import { takeWebhook } from '#web/messages/take-webhook.ts'
import type { RequestHandler } from './$types'

/** Whether a text arrived. */
export const POST: RequestHandler = (event) => takeWebhook(event, readReport, (report) => takeReport(event.locals.office, report))
