-- Where the office meets people, and who serves them there.

create table office.places (
  code text primary key,
  unit text not null references office.units,
  kind text not null check (kind in ('office', 'clinic')),
  name jsonb not null,
  address text not null,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  zone text not null,
  hours jsonb not null,
  counters jsonb not null,
  desks jsonb not null
);
create index places_of_unit on office.places (unit);

grant select on office.places to satu_pintu_app;

alter table office.duties drop constraint duties_duty_check;
alter table office.duties add constraint duties_duty_check check (duty in ('verifier', 'head', 'counter'));
