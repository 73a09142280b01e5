import { randomUUID } from 'node:crypto'
import type { OpenOffice } from '../../src/adapters/open-office.ts'
import { sealAnswers } from '../../src/usecases/case-file.ts'
import type { Answers } from '../../src/usecases/views.ts'

/** A research permit that is filled in, of a citizen who is signed in: all but the last button. */
export type ReadyDraft = { readonly id: string; readonly person: string; readonly cookie: string; readonly command: string }

const year = new Date().getUTCFullYear() + 1
const answers: Answers = {
  nik: '3171065203010004', name: 'Dewi Lestari', phone: '0812 3456 7890', address: 'Jl. Cikini Raya 12, Jakarta Pusat',
  institution: 'Universitas Indonesia', position: 'student', supervisor: '', research_title: 'Antrean pelayanan terpadu satu pintu di Jakarta Pusat',
  field_of_study: 'Administrasi publik', purpose: 'undergraduate', method: 'Wawancara dan pengamatan di loket pelayanan.',
  cities: ['3171'], districts: [], start: `${year}-01-04`, end: `${year}-06-30`, members: [],
}

/** Many of them, each of a citizen of its own; written as rows, since what is tried comes after. Needs a demo office. */
export async function makeReadyDrafts(office: OpenOffice, count: number): Promise<readonly ReadyDraft[]> {
  const service = office.services.current('izin-penelitian')!
  const requirements = service.documents.filter((document) => document.madeBy === 'applicant')
  const batch = randomUUID().slice(0, 8)
  const drafts: ReadyDraft[] = []
  const waiting = Array.from({ length: count }, (_, index) => index).values()
  const lane = async () => {
    for (const index of waiting) {
      const { userId } = await office.identity.ensureCitizen(`${batch}-${index}@warga.example`)
      const id = randomUUID()
      const { key, wrapped } = office.keys.newDataKey()
      await office.store.transaction(async (tx) => {
        await tx.saveDataKey(id, wrapped)
        await tx.saveDraft({ id, person: userId, service: service.id, serviceVersion: service.version, answers: sealAnswers(office, key, answers), changed: {}, savedAt: office.now() })
        for (const { key: requirement } of requirements)
          await tx.saveDocument({
            id: randomUUID(), application: id, requirement, fileName: office.keys.seal(key, 'scan.pdf', 'file-name'), type: 'pdf', mime: 'application/pdf',
            size: 100_000, pages: 1, digest: office.keys.digest(key, requirement), ref: `made-${id}-${requirement}`, preview: null, current: true, at: office.now(),
          })
      })
      const { setCookies } = await office.identity.signInAs(userId, { ip: '127.0.0.1', locale: 'id' })
      drafts.push({ id, person: userId, cookie: setCookies.map((line) => line.split(';')[0]).join('; '), command: randomUUID() })
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return drafts
}
