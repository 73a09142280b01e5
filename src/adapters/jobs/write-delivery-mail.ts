import { words } from '#words'
import type { DeliveryJob } from '../../usecases/deliveries/delivery-ports.ts'
import type { DeliveryMailFacts } from '../../usecases/deliveries/read-for-delivery-mail.ts'
import { letter, type Mail } from './write-mail.ts'

/** The words about a delivery. The handover code stands in one mail only: when the paper is on its way. */
export function writeDeliveryMail(origin: string, message: DeliveryJob['message'], facts: DeliveryMailFacts): Mail {
  const t = words(facts.locale)
  const { number, code } = facts
  const address = `${origin}/applications/${facts.application}/courier`
  const body =
    message === 'handed-over' ? t('mail.delivery.handed-over.body', { number, code, address }) : t(`mail.delivery.${message}.body`, { number, address })
  return { to: facts.to, subject: t(`mail.delivery.${message}.subject`, { number }), text: letter(facts.locale, body) }
}
