/**
 * A courier brings the paper permit to the door. The courier works outside the machine, so the office records what it can
 * know: that the paper left, and that the code which only the applicant has came back.
 */
export type Delivery = {
  readonly state: DeliveryState
  /** Which handover code is in force; a new one makes the old worthless. */
  readonly codeRound: number
  /** Wrong codes typed in since that code was given. */
  readonly wrongCodes: number
}

export type DeliveryState = 'asked' | 'with-courier' | 'delivered' | 'cancelled'

export type DeliveryCommand =
  | { readonly kind: 'hand-over'; readonly signed: boolean }
  | { readonly kind: 'confirm'; readonly codeIsRight: boolean }
  | { readonly kind: 'come-back' }
  | { readonly kind: 'renew-code' }
  | { readonly kind: 'cancel' }

export type DeliveryFact = 'handed-over' | 'delivered' | 'wrong-code' | 'came-back' | 'code-renewed' | 'cancelled'
export type DeliveryRefusal = { readonly kind: 'NotSigned' | 'WrongCode' | 'CodeBlocked' | 'NotWithCourier' | 'AlreadyLeft' | 'Over' }

/** A wrong code is a fact too, so a refusal can come with one. */
export type DeliveryDecision = {
  readonly after: Delivery
  readonly fact: DeliveryFact | null
  readonly refusal: DeliveryRefusal | null
}

/** Six digits can't be guessed in five tries; then the applicant must give a new code. */
export const mostWrongCodes = 5

/** What a command does to a delivery: the delivery afterwards, the fact to record, the reason when it was refused. */
export function decideDelivery(delivery: Delivery, command: DeliveryCommand): DeliveryDecision {
  if (delivery.state === 'delivered' || delivery.state === 'cancelled') return refuse(delivery, 'Over')
  switch (command.kind) {
    case 'hand-over':
      if (!command.signed) return refuse(delivery, 'NotSigned')
      return delivery.state === 'asked' ? accept(delivery, 'handed-over', { state: 'with-courier' }) : refuse(delivery, 'AlreadyLeft')
    case 'confirm':
      return confirm(delivery, command.codeIsRight)
    case 'come-back':
      return delivery.state === 'with-courier' ? accept(delivery, 'came-back', { state: 'asked' }) : refuse(delivery, 'NotWithCourier')
    case 'renew-code':
      return accept(delivery, 'code-renewed', { codeRound: delivery.codeRound + 1, wrongCodes: 0 })
    case 'cancel':
      return delivery.state === 'asked' ? accept(delivery, 'cancelled', { state: 'cancelled' }) : refuse(delivery, 'AlreadyLeft')
  }
}

function confirm(delivery: Delivery, codeIsRight: boolean): DeliveryDecision {
  if (delivery.state !== 'with-courier') return refuse(delivery, 'NotWithCourier')
  if (delivery.wrongCodes >= mostWrongCodes) return refuse(delivery, 'CodeBlocked')
  if (codeIsRight) return accept(delivery, 'delivered', { state: 'delivered' })
  return { ...accept(delivery, 'wrong-code', { wrongCodes: delivery.wrongCodes + 1 }), refusal: { kind: 'WrongCode' } }
}

function accept(delivery: Delivery, fact: DeliveryFact, change: Partial<Delivery>): DeliveryDecision {
  return { after: { ...delivery, ...change }, fact, refusal: null }
}

function refuse(delivery: Delivery, kind: DeliveryRefusal['kind']): DeliveryDecision {
  return { after: delivery, fact: null, refusal: { kind } }
}
