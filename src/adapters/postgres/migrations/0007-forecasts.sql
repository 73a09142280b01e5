-- What people were told about when their case will be ready, to be held against what came of it. Once a case and day;
-- never changed: the application may add and read.

create table office.forecasts (
  application uuid not null,
  day date not null,
  unit text not null,
  at timestamptz not null,
  median timestamptz not null,
  half_by timestamptz not null,
  half_likelihood real not null check (half_likelihood between 0 and 1),
  ready_by timestamptz not null,
  likelihood real not null check (likelihood between 0 and 1),
  deadline timestamptz,
  by_deadline real check (by_deadline between 0 and 1),
  primary key (application, day)
);
-- The reliability of a unit looks at what was told there in some months.
create index forecasts_of_unit on office.forecasts (unit, at);

grant select, insert on office.forecasts to satu_pintu_app;
