-- Keys that sign for a head on a device that is alone: short-lived, capped in number, revocable.

create table office.sign_delegations (
  id uuid primary key,
  device uuid not null references office.counter_devices,
  unit text not null references office.units,
  person text not null,
  services text[] not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null check (valid_until > valid_from and valid_until <= valid_from + interval '24 hours'),
  most integer not null check (most between 1 and 50),
  -- The office's word for the key, as it stands in the code of each permit: public.
  jws text not null,
  revoked_by text,
  revoked_at timestamptz,
  check ((revoked_by is null) = (revoked_at is null))
);
create index sign_delegations_of_unit on office.sign_delegations (unit, valid_from);
create index sign_delegations_of_device on office.sign_delegations (device);

-- Permit numbers that were lent with a delegation: used by a permit of the register, refused, or still lent.
create table office.delegated_numbers (
  number text primary key,
  delegation uuid not null references office.sign_delegations,
  service text not null,
  command uuid,
  refused_at timestamptz,
  check (command is null or refused_at is null)
);
create index delegated_numbers_of_delegation on office.delegated_numbers (delegation);

grant select, insert, update (revoked_by, revoked_at) on office.sign_delegations to satu_pintu_app;
grant select, insert, update (command, refused_at) on office.delegated_numbers to satu_pintu_app;
