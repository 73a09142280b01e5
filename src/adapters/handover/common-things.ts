import type { Words } from '#words'
import type { Block } from './book.ts'
import type { HandoverFacts } from './gather-facts.ts'
import { startCommand, toolCommand } from './plain-settings.ts'

const command = (text: string): Block => ({ kind: 'command', text })

/** The things that come up, each with what is typed. A test holds every command against the command line. */
export function commonThings({ settings, program }: Pick<HandoverFacts, 'settings' | 'program'>, t: Words): readonly Block[] {
  const { dataDir, origin } = settings
  const tool = toolCommand(settings)
  const own = settings.databaseUrl === null
  const things: readonly (readonly [heading: string, about: string, ...commands: string[]])[] = [
    [t('handover.thing.start'), t('handover.thing.start.about'), `cd ${program.folder}`, startCommand(settings), ...(own ? [`kill -TERM $(cat ${dataDir}/postgres/in-use-by)`] : [])],
    [t('handover.thing.look'), t('handover.thing.look.about', { origin }), `${tool} doctor`],
    [t('handover.thing.tell'), t('handover.thing.tell.about', { origin })],
    [t('handover.thing.officer'), t('handover.thing.officer.about'), `${tool} add-officer EMAIL 'FULL NAME'`, `${tool} give-duty EMAIL verifier 3171`],
    [t('handover.thing.leave'), t('handover.thing.leave.about', { origin }), `${tool} end-duty EMAIL verifier 3171`],
    [t('handover.thing.mail'), t('handover.thing.mail.about'), `${tool} retry-jobs`],
    [t('handover.thing.certificate'), t('handover.thing.certificate.about'), `openssl pkcs12 -in office.p12 -nodes -out ${dataDir}/signing/office.pem`],
    [t('handover.thing.slow'), t('handover.thing.slow.about'), `${tool} vacuum`, `${tool} end-transaction PID`],
    [t('handover.thing.backup'), t(own ? 'handover.thing.backup.about' : 'handover.thing.backup.other'), ...(own ? [`${tool} backup --check`] : [])],
    [t('handover.thing.restore'), t(own ? 'handover.thing.restore.about' : 'handover.thing.restore.other', { folder: dataDir }), ...(own ? [`${tool} restore --key FILE`] : [])],
    [t('handover.thing.upgrade'), t('handover.thing.upgrade.about'), `cd ${program.folder}`, `${tool} upgrade --to FOLDER`],
  ]
  const again: readonly Block[] = [{ kind: 'text', text: t('handover.again') }, command(`${tool} handover --out handover.pdf`)]
  const told = things.flatMap(([heading, about, ...commands], index): readonly Block[] => [
    { kind: 'heading', text: `${index + 1}. ${heading}` },
    { kind: 'text', text: about },
    ...commands.map(command),
  ])
  return [...told, ...again]
}
