import { readFile } from 'node:fs/promises'
import { readDecisions, readProcess } from '../process/index.ts'
import type { Service } from './service.ts'

const folder = new URL('../../services/izin-penelitian/', import.meta.url)

/** The research permit's real process, or another one, behind a form of two fields: for tests of the rules. */
export async function sampleService(model = new URL('process.bpmn', folder)): Promise<Service> {
  const [bpmn, dmn] = await Promise.all([model, new URL('decisions.dmn', folder)].map((file) => readFile(file, 'utf8')))
  const both = (words: string) => ({ id: words, en: words })
  const field = (key: string) => ({
    key, label: both(key), officeLabel: null, hint: null, format: null, widget: 'text' as const, required: true, maxLength: null, options: [], autocomplete: null, inputmode: null, error: null,
  })
  const paper = (key: string) => ({ key, name: both(key), hint: both(''), required: true, madeBy: 'applicant' as const })
  return {
    id: 'izin-penelitian', code: 'IP', version: 'sample', kind: 'non-permit', name: both('Izin Penelitian'), summary: both(''), keywords: [], who: [], oneDayService: true, capacity: { verifier: 5, head: 1 },
    days: 1, fee: 0, validity: both(''), level: both(''), legalBasis: [], documents: [paper('ktp'), paper('proposal')], steps: [],
    groups: [{ key: 'applicant', title: both(''), intro: null, officeTitle: null, fields: [field('name'), field('title')] }],
    schema: {}, checks: [], rejectionReasons: [{ key: 'bukan-penelitian', text: both(''), legalBasis: '' }], escalation: [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }, { to: 'above', after: 'PT0S' }], deemedApproval: null,
    offlineSigning: true,
    numbers: { application: 'IP-{seq}', permit: '{seq}' }, statement: both(''),
    permit: { title: both(''), intro: both(''), facts: [], terms: [], validity: both(''), validFrom: 'start', validUntil: 'end', publicFacts: [] },
    process: await readProcess(bpmn!, { decisions: await readDecisions(dmn!) }),
  }
}
