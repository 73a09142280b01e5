import { readIncoming } from '#adapters/texts/read-webhook.ts'
import { answerText } from '#usecases/messages/answer-text.ts'
import { takeWebhook } from '#web/messages/take-webhook.ts'
import type { RequestHandler } from './$types'

/** A text that somebody wrote to the office. */
export const POST: RequestHandler = (event) => takeWebhook(event, readIncoming, (incoming) => answerText(event.locals.office, incoming))
