import { databaseCheck, fine, trouble } from '../check.ts'

type Line = { readonly unit: string; readonly name: string; readonly duty: 'verifier' | 'head' | 'counter'; readonly people: number; readonly here: number; readonly waiting: number }

/**
 * Duties that hang on one person, and work in units where nobody may do it: an office has stopped before because the only
 * one who could was gone.
 */
export const duties = databaseCheck('duties', async (context, ask) => {
  const rows = await ask<Line>(
    `with held as (
       select d.unit, d.duty, count(distinct d.person)::int as people,
         (count(distinct d.person) filter (where not exists (
           select from office.absences a where a.person = d.person and a.unit = d.unit and a.ended_at is null and now() between a.starts_at and a.ends_at)))::int as here
       from office.duties d where d.duty <> 'operator' and d.valid_from <= current_date and (d.valid_until is null or d.valid_until >= current_date)
       group by 1, 2
     ), work as (select unit, role as duty, count(*)::int as waiting from office.cases where role is not null group by 1, 2)
     select u.code as unit, u.name ->> $1 as name, duty, coalesce(people, 0) as people, coalesce(here, 0) as here, coalesce(waiting, 0) as waiting
     from held full join work using (unit, duty) join office.units u on u.code = unit order by waiting desc, unit, duty`,
    [context.t('doctor.language')],
  )
  const say = ({ name, duty, unit, waiting }: Line) => ({ unit: name, code: unit, duty: context.t(`doctor.duty.${duty}`), key: duty, waiting })
  const nobody = rows.find((row) => row.people === 0)
  if (nobody) return trouble(context, 'fail', 'duties.nobody', say(nobody))
  const away = rows.find((row) => row.here === 0)
  if (away) return trouble(context, away.waiting > 0 ? 'fail' : 'warn', 'duties.away', say(away))
  const single = rows.filter((row) => row.people === 1)
  if (single[0]) return trouble(context, 'warn', 'duties.single', { ...say(single[0]), count: single.length })
  return rows.length === 0 ? trouble(context, 'warn', 'duties.none') : fine(context, 'doctor.duties.ok')
})
