-- Those who run the system, and what they tell the public about it.
alter table office.duties drop constraint duties_duty_check;
alter table office.duties add constraint duties_duty_check check (duty in ('verifier', 'head', 'counter', 'operator'));

-- The incident log: what was said when, and by whom. Entries are added and never changed: what people were told stays told.
create table office.incident_entries (
  id uuid primary key,
  incident uuid not null,
  kind text not null check (kind in ('opened', 'update', 'closed')),
  at timestamptz not null,
  person text not null,
  -- What does not work, when it is opened.
  down text[] not null default '{}',
  words_id text not null check (length(words_id) between 1 and 500),
  -- Null: only said in Indonesian.
  words_en text check (length(words_en) between 1 and 500)
);
create unique index incident_opened_once on office.incident_entries (incident) where kind = 'opened';
create unique index incident_closed_once on office.incident_entries (incident) where kind = 'closed';
create index incident_entries_by_incident on office.incident_entries (incident, at);
-- The newest incidents are read every few seconds on every node.
create index incidents_newest on office.incident_entries (at desc) where kind = 'opened';

grant select, insert on office.incident_entries to satu_pintu_app;
create trigger incidents_are_for_ever before update or delete on office.incident_entries
  for each row execute function office.refuse_change();
