import { beginMessage, laterMessage, noteMessage, phoneOf, readSending } from '../../usecases/messages/send-message.ts'
import type { Job, Office } from '../../usecases/ports.ts'
import type { TextLine } from '../texts/open-text-line.ts'
import { composeLetter, type Letter } from './compose-letter.ts'
import type { Post } from './run-jobs.ts'

/** Which workers a job runs in: a provider that answers slowly must not keep mail waiting, nor the other way round. */
export type Room = 'mail' | 'text'

export type Dispatch = {
  /** Sends the message that a job asks for, or goes on with it after a crash. `once` is the same for each run of that job. */
  begin(job: Job, once: string, room: Room): Promise<void>
  /** Goes on with a message that waited: for a report, for the end of quiet hours, for its next channel. */
  goOn(message: string, room: Room): Promise<void>
}

const roomOf = { mail: 'mail', sms: 'text', whatsapp: 'text' } as const
const taskOf = { mail: 'message-mail', text: 'text-message' } as const

/** Every message to a citizen goes through here: by the channels they chose, in their order, each step on the record. */
export function openDispatch(office: Office, post: Post | null, texts: TextLine | null): Dispatch {
  const goOn = async (id: string, room: Room, known: Letter | null): Promise<void> => {
    // At most one step a channel; a message without end would be a fault.
    for (let round = 0; round < 8; round++) {
      const sending = await readSending(office, id)
      if (!sending || sending.step.do === 'nothing') return
      const { row, step } = sending
      if (step.do === 'wait') return laterMessage(office, id, 'text-message', step.until)
      const { attempt, channel } = step
      if (roomOf[channel] !== room) return laterMessage(office, id, taskOf[roomOf[channel]], office.now())
      const letter = known ?? (await composeLetter(office, row.job))
      if (!letter) return noteMessage(office, id, attempt, 'dropped')
      if (channel === 'mail') await sendMail(office, post, letter, { id, attempt, once: row.once, isLast: attempt === row.route.length - 1 })
      else await sendText(office, texts, letter, { id, attempt, channel })
    }
  }
  return {
    begin: async (job, once, room) => {
      const letter = await composeLetter(office, job)
      if (!letter) return
      const { person, kind, application, zone, hurried, spread, text, phone } = letter
      const ids = await beginMessage(office, { once, person, kind, application, zone, job, hurried, spread, textable: text !== null, direct: phone?.channel ?? null })
      // One channel's trouble keeps no other waiting.
      const ended = await Promise.allSettled(ids.map((id) => goOn(id, room, letter)))
      for (const each of ended) if (each.status === 'rejected') throw each.reason
    },
    goOn: (message, room) => goOn(message, room, null),
  }
}

type Try = { readonly id: string; readonly attempt: number }

/** Throws while no mail server takes it, so that the queue tries again; a recipient that is refused for good bounces. */
async function sendMail(office: Office, post: Post | null, letter: Letter, { id, attempt, once, isLast }: Try & { readonly once: string; readonly isLast: boolean }): Promise<void> {
  const mail = letter.mail && (await letter.mail())
  if (!mail) return noteMessage(office, id, attempt, 'dropped')
  if (!post) throw new Error('There is no mail server.')
  try {
    await post.send({ ...mail, messageId: once })
  } catch (error) {
    if (!isRefusedForGood(error)) throw error
    await noteMessage(office, id, attempt, 'bounced', 'refused')
    if (isLast) throw error
    return
  }
  await noteMessage(office, id, attempt, 'handed-over')
}

async function sendText(office: Office, line: TextLine | null, letter: Letter, { id, attempt, channel }: Try & { readonly channel: 'sms' | 'whatsapp' }): Promise<void> {
  const to = letter.phone?.number ?? (letter.person === null ? null : await phoneOf(office, letter.person))
  if (to === null || letter.text === null || letter.text === '' || !line) return noteMessage(office, id, attempt, 'bounced', 'no-phone')
  const handed = await line.send({ id: `${id}:${attempt}`, channel, to, text: letter.text })
  if (handed.ok) return noteMessage(office, id, attempt, 'handed-over')
  await noteMessage(office, id, attempt, handed.what === 'refused' ? 'bounced' : 'trouble', handed.code)
}

/** The mailer's errors carry the server's code and number, `EENVELOPE 550`; an address that is none is refused as well. */
function isRefusedForGood(error: unknown): boolean {
  return error instanceof Error && /EENVELOPE 55[0134]|no single plain address/.test(error.message)
}
