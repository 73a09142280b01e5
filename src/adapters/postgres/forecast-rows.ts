import type { EventType, Recorded } from '../../office/application-events.ts'
import type { ForecastTx, Held, HeldCounts, OpenRow, Told } from '../../usecases/forecast/forecast-ports.ts'
import { instant, type Connection } from './connection.ts'

export function forecastRows(db: Connection): ForecastTx {
  return {
    openLine: (unit, limit) => openLine(db, unit, limit),
    pastCases: (service, unit, since, limit) => pastCases(db, service, unit, since, limit),
    saveTold: (told) => saveTold(db, told),
    howToldHeld: (unit, from, to) => howToldHeld(db, unit, from, to),
  }
}

async function openLine(db: Connection, unit: string, limit: number): Promise<readonly OpenRow[]> {
  const { rows } = await db.query<OpenRow>({
    name: 'open-line',
    // Each part runs along its own index, so that a line of a hundred thousand costs no more than its beginning.
    text: `with parts as (
        (select * from cases where unit = $1 and role = 'verifier' order by deadline, submitted_at, id limit $2)
        union all (select * from cases where unit = $1 and role = 'head' order by deadline, submitted_at, id limit $2)
        union all (select * from cases where unit = $1 and state = 'correction' limit $2)
      ), line as (select * from parts order by deadline nulls last, submitted_at, id limit $2)
      select c.id, c.version, c.service, c.service_version as "serviceVersion", c.holder,
        e.moved::json -> 'event' -> 'state' as process, e.opened as "openedAt", e.taken as "takenAt"
      from line c cross join lateral (
        select max(at) filter (where type = 'TaskOpened') as opened, max(at) filter (where type = 'TaskTaken') as taken,
          (array_agg(canonical order by version desc) filter (where type = 'ProcessMoved'))[1] as moved
        from events where stream = c.id and type in ('TaskOpened', 'TaskTaken', 'ProcessMoved')
      ) e
      where e.moved is not null
      order by c.deadline nulls last, c.submitted_at, c.id`,
    values: [unit, limit],
  })
  return rows
}

const aboutWork: readonly EventType[] = [
  'TaskOpened', 'TaskTaken', 'TaskReleased', 'ApprovedForSigning', 'CorrectionRequested', 'CorrectionSubmitted', 'ApplicationRejected', 'ReturnedToVerifier', 'PermitSigned',
]

async function pastCases(db: Connection, service: string, unit: string | null, since: number, limit: number): Promise<readonly (readonly Recorded[])[]> {
  const { rows } = await db.query<{ stream: readonly string[] }>({
    name: 'past-cases',
    text: `select array(select canonical from events where stream = c.id and type = any($5) order by version) as stream from cases c
      where service = $1 and working_ms is not null and decided_at >= $2 and ($3::text is null or unit = $3)
      order by decided_at desc limit $4`,
    values: [service, instant(since), unit, limit, aboutWork],
  })
  return rows.map(({ stream }) => stream.map((canonical) => JSON.parse(canonical) as Recorded))
}

async function saveTold(db: Connection, told: Told): Promise<void> {
  await db.query({
    name: 'save-told',
    text: `insert into forecasts (application, day, unit, at, median, half_by, half_likelihood, ready_by, likelihood, deadline, by_deadline)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (application, day) do nothing`,
    values: [
      told.application, told.day, told.unit, instant(told.at), instant(told.median), instant(told.halfBy), told.halfLikelihood,
      instant(told.readyBy), told.likelihood, instant(told.deadline), told.byDeadline,
    ],
  })
}

type HeldRow = { readonly cases: number; readonly held: number; readonly told: number | null }

/** A forecast looks a year ahead at most. */
const longestAheadMs = 366 * 86_400_000

async function howToldHeld(db: Connection, unit: string, from: number, to: number): Promise<HeldCounts> {
  const counted = async (by: 'half_by' | 'ready_by', likelihood: 'half_likelihood' | 'likelihood'): Promise<Held> => {
    // A case that is still open on its told day did not hold it. What was told last year can still come due now.
    const { rows } = await db.query<HeldRow>(
      `select count(*)::int as cases, (count(*) filter (where c.decided_at <= f.${by}))::int as held, avg(f.${likelihood})::float8 as told
       from (select distinct on (application) * from forecasts where unit = $1 and at >= $4 order by application, day) f
       join cases c on c.id = f.application
       where f.${by} >= $2 and f.${by} < $3 and c.state <> 'withdrawn'`,
      [unit, instant(from), instant(to), instant(from - longestAheadMs)],
    )
    const found = rows[0]
    return { cases: found?.cases ?? 0, held: found?.held ?? 0, told: found?.told ?? 0 }
  }
  return { half: await counted('half_by', 'half_likelihood'), most: await counted('ready_by', 'likelihood') }
}
