import { qrSvg } from '#adapters/qr-svg.ts'
import { placePin } from '#usecases/tickets/at-the-place.ts'
import { readBoard } from '#usecases/tickets/read-board.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { kioskHere } from '#web/tickets/kiosk-cookie.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, cookies }) => {
  const { office } = locals
  const board = (await readBoard(office, params.place)) ?? notFound()
  const atPlace = kioskHere(cookies, office, params.place) !== null
  return { board, pin: atPlace ? placePin(office, params.place, office.now()) : null, address: `${office.origin}/places/${params.place}/queue`, qr: qrSvg(`${office.origin}/places/${params.place}/queue`) }
}
