import { fileURLToPath } from 'node:url'
import { loadRegions } from '../../src/adapters/regions.ts'
import { compileService, readServiceFiles, type ServiceFiles } from '../../src/adapters/services/read-service.ts'
import type { Service } from '../../src/office/service.ts'
import type { Office } from '../../src/usecases/ports.ts'
import type { TestOffice } from './test-office.ts'

/** The research permit with some of its files changed: another version of the same service. */
export async function changedResearch(change: (files: ServiceFiles) => ServiceFiles): Promise<Service> {
  const files = await readServiceFiles(fileURLToPath(new URL('../../services/izin-penelitian/', import.meta.url)))
  const changed = change(files)
  const service = await compileService(changed, await loadRegions())
  filesOf.set(service, changed)
  return service
}

const filesOf = new WeakMap<Service, ServiceFiles>()

/** Silence becomes an approval, after so many working days. */
export function deemedResearch(days = 1): Promise<Service> {
  return changedResearch((files) => ({ ...files, 'service.yaml': files['service.yaml']!.replace('\n  on: false\n', '\n  on: true\n').replace('\ndays: 1\n', `\ndays: ${days}\n`) }))
}

/** Between checking and signing it waits for a payment, and its clock stands still meanwhile. */
export function paidResearch(): Promise<Service> {
  const payment = `
    <bpmn:intermediateCatchEvent id="payment" name="Menunggu pembayaran">
      <bpmn:extensionElements><zeebe:properties><zeebe:property name="clock" value="stopped" /><zeebe:property name="waits-for" value="payment" /></zeebe:properties></bpmn:extensionElements>
      <bpmn:incoming>approve</bpmn:incoming><bpmn:outgoing>paid</bpmn:outgoing>
      <bpmn:messageEventDefinition id="payment-message" messageRef="message-payment" />
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="paid" sourceRef="payment" targetRef="sign" />`
  return changedResearch((files) => ({
    ...files,
    'process.bpmn': files['process.bpmn']!
      .replace('id="approve" sourceRef="checked" targetRef="sign"', 'id="approve" sourceRef="checked" targetRef="payment"')
      .replace('<bpmn:incoming>approve</bpmn:incoming>', '<bpmn:incoming>paid</bpmn:incoming>')
      .replace('<bpmn:sequenceFlow id="to-route"', `${payment}\n    <bpmn:sequenceFlow id="to-route"`)
      .replace('  <bpmn:message id=', '  <bpmn:message id="message-payment" name="payment-confirmed" />\n  <bpmn:message id='),
  }))
}

/** An office that offers this version of the service. What it publishes stays known to every node of its database. */
export async function offering<T extends Office>(office: T, service: Service, { database }: Pick<TestOffice, 'database'>): Promise<T> {
  await database
    .openPool(1)
    .query('insert into service_versions (service, version, files) values ($1, $2, $3) on conflict do nothing', [service.id, service.version, JSON.stringify(filesOf.get(service))])
  const at: Office['services']['at'] = async (id, version) => (version === service.version ? service : office.services.at(id, version))
  return { ...office, services: { ...office.services, list: () => [service], current: () => service, at } }
}
