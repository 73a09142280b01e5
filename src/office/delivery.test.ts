import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decideDelivery, mostWrongCodes, type Delivery, type DeliveryCommand } from './delivery.ts'

const asked: Delivery = { state: 'asked', codeRound: 1, wrongCodes: 0 }
const onItsWay: Delivery = { ...asked, state: 'with-courier' }

test('A permit that is not signed never leaves the office', () => {
  const decision = decideDelivery(asked, { kind: 'hand-over', signed: false })
  assert.equal(decision.refusal?.kind, 'NotSigned')
  assert.equal(decision.after.state, 'asked')
})

test('The right code delivers; a wrong one is refused and counted; after five not even the right one is heard', () => {
  assert.equal(decideDelivery(onItsWay, { kind: 'confirm', codeIsRight: true }).after.state, 'delivered')
  let delivery = onItsWay
  for (let attempt = 1; attempt <= mostWrongCodes; attempt++) {
    const wrong = decideDelivery(delivery, { kind: 'confirm', codeIsRight: false })
    assert.deepEqual([wrong.refusal?.kind, wrong.fact, wrong.after.wrongCodes], ['WrongCode', 'wrong-code', attempt])
    delivery = wrong.after
  }
  assert.equal(decideDelivery(delivery, { kind: 'confirm', codeIsRight: true }).refusal?.kind, 'CodeBlocked')
  const renewed = decideDelivery(delivery, { kind: 'renew-code' }).after
  assert.equal(decideDelivery(renewed, { kind: 'confirm', codeIsRight: true }).after.state, 'delivered')
})

test('What is on its way can not be cancelled, but it can come back and leave again', () => {
  assert.equal(decideDelivery(onItsWay, { kind: 'cancel' }).refusal?.kind, 'AlreadyLeft')
  const back = decideDelivery(onItsWay, { kind: 'come-back' }).after
  assert.equal(back.state, 'asked')
  assert.equal(decideDelivery(back, { kind: 'hand-over', signed: true }).after.state, 'with-courier')
})

const command: fc.Arbitrary<DeliveryCommand> = fc.oneof(
  fc.record({ kind: fc.constant('hand-over' as const), signed: fc.boolean() }),
  fc.record({ kind: fc.constant('confirm' as const), codeIsRight: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('come-back' as const, 'renew-code' as const, 'cancel' as const) }),
)

test('Whatever happens in whatever order, it is delivered only with the right code after it left signed, and an end is an end', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let delivery = asked
      for (const each of commands) {
        const { after, fact, refusal } = decideDelivery(delivery, each)
        if (after.state === 'delivered' && delivery.state !== 'delivered')
          assert.ok(delivery.state === 'with-courier' && each.kind === 'confirm' && each.codeIsRight && delivery.wrongCodes < mostWrongCodes)
        if (after.state === 'with-courier' && delivery.state === 'asked') assert.ok(each.kind === 'hand-over' && each.signed)
        if (delivery.state === 'delivered' || delivery.state === 'cancelled') assert.deepEqual(after, delivery)
        if (refusal && refusal.kind !== 'WrongCode') assert.deepEqual([after, fact], [delivery, null])
        assert.ok(after.wrongCodes <= mostWrongCodes)
        delivery = after
      }
    }),
  )
})
