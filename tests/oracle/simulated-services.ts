import { readFile } from 'node:fs/promises'
import { sampleService } from '../../src/office/sample-service.ts'
import type { Service } from '../../src/office/service.ts'
import { readDecisions, readProcess } from '../../src/process/index.ts'
import type { Rules, Step } from './watch-case.ts'

/** A service with the rules of its promise as the office and as the clerk reads them; `pays`: its process waits for a payment. */
export type SimulatedService = { readonly service: Service; readonly rules: Rules; readonly pays: boolean }

const law = { on: true, basis: 'UU 30/2014 pasal 53', words: { id: 'Dikabulkan demi hukum.', en: 'Approved by law.' } }

/** The research permit in four shapes: promises of one, three, five and ten working days, two of which lapse into an approval. */
export async function simulatedServices(): Promise<readonly SimulatedService[]> {
  const sample = await sampleService()
  const paying = await payingProcess()
  const shape = (days: number, steps: readonly Step[], deemed: boolean, pays: boolean): SimulatedService => ({
    rules: { days, steps, deemed },
    pays,
    service: {
      ...sample, version: `sample-${days}`, days, escalation: steps, deemedApproval: deemed ? law : null, process: pays ? paying : sample.process,
      permit: { ...sample.permit, validFrom: 'start', validUntil: 'end' },
    },
  })
  return [
    shape(1, [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }, { to: 'above', after: 'PT0S' }, { to: 'above', after: 'P1D' }], false, false),
    shape(3, [{ to: 'verifier', before: 'P1D' }, { to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT1H30M' }, { to: 'above', after: 'PT0S' }, { to: 'above', after: 'PT4H' }, { to: 'head', after: 'P2D' }], false, true),
    shape(5, [{ to: 'verifier', before: 'P1D' }, { to: 'head', before: 'PT4H' }, { to: 'above', after: 'PT0S' }], true, false),
    shape(10, [{ to: 'verifier', before: 'P5D' }, { to: 'head', before: 'P3D' }, { to: 'above', before: 'PT1H' }, { to: 'above', after: 'P3D' }], true, true),
  ]
}

/** The process of the research permit with a fee: what was approved is signed when the payment came in, and the clock stands still until then. */
async function payingProcess(): Promise<Service['process']> {
  const folder = new URL('../../services/izin-penelitian/', import.meta.url)
  const [bpmn, dmn] = await Promise.all(['process.bpmn', 'decisions.dmn'].map((name) => readFile(new URL(name, folder), 'utf8')))
  const model = bpmn!
    .replace(/(<bpmn:userTask id="sign"[\s\S]*?)<bpmn:incoming>approve<\/bpmn:incoming>/, '$1<bpmn:incoming>paid</bpmn:incoming>')
    .replace('<bpmn:sequenceFlow id="approve" sourceRef="checked" targetRef="sign">', '<bpmn:sequenceFlow id="approve" sourceRef="checked" targetRef="payment">')
    .replace(
      '<bpmn:userTask id="sign"',
      `<bpmn:intermediateCatchEvent id="payment" name="Menunggu pembayaran">
        <bpmn:extensionElements><zeebe:properties><zeebe:property name="clock" value="stopped" /><zeebe:property name="waits-for" value="payment" /></zeebe:properties></bpmn:extensionElements>
        <bpmn:incoming>approve</bpmn:incoming><bpmn:outgoing>paid</bpmn:outgoing>
        <bpmn:messageEventDefinition messageRef="message-payment" />
      </bpmn:intermediateCatchEvent>
      <bpmn:sequenceFlow id="paid" sourceRef="payment" targetRef="sign" />
      <bpmn:userTask id="sign"`,
    )
    .replace('<bpmn:message ', '<bpmn:message id="message-payment" name="payment-confirmed" />\n  <bpmn:message ')
  return readProcess(model, { decisions: await readDecisions(dmn!) })
}
