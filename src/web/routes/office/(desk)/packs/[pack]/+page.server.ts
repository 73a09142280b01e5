import { readPack } from '#usecases/paper/account-for-paper.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { officer } from '#web/office/officer.ts'
import { account, reasons } from '#web/paper/account.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const read = await readPack(office, officer(event), event.params.pack)
  if (!read.ok) notFound()
  const { pack, forms, history } = read
  const service = await office.services.at(pack.service, pack.serviceVersion)
  return { pack, forms, history, service: service.name, unit: (await office.places.unit(pack.unit)) ?? notFound(), reasons, command: office.newId() }
}

export const actions: Actions = { account }
