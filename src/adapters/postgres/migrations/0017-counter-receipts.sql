-- A walk-in that went into the record under another number: the receipt that the citizen holds still leads to the case.

create table office.counter_receipts (
  -- What is printed on the receipt: its number, and the id that its code is made from.
  number text primary key,
  held uuid not null,
  application uuid not null,
  at timestamptz not null
);
grant select, insert on office.counter_receipts to satu_pintu_app;
create trigger counter_receipts_are_for_ever before update or delete on office.counter_receipts
  for each row execute function office.refuse_change();
create trigger counter_receipts_are_never_emptied before truncate on office.counter_receipts
  for each statement execute function office.refuse_change();

-- Whose person was erased has no key any more: a reason could only be sealed so that nobody can read it, and is left out.
alter table office.counter_resolutions drop constraint counter_resolutions_check;
alter table office.counter_resolutions add constraint counter_resolutions_reason check (what = 'give-up' or reason is null);
