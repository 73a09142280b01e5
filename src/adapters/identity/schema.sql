-- Accounts and sessions. Most columns have the names that better-auth 1.7 gives them; a test compares them
-- with what the installed library asks for. Ids are random text.
create schema if not exists identity;

create table identity."user" (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  "emailVerified" boolean not null,
  image text,
  kind text not null default 'citizen' check (kind in ('citizen', 'staff')),
  locale text not null default 'id',
  "twoFactorEnabled" boolean default false,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

-- A request finds its session by token. "updatedAt" is when staff were last seen, to the minute.
create table identity.session (
  id text primary key,
  token text not null unique,
  "userId" text not null references identity."user" (id) on delete cascade,
  "secondFactor" boolean not null default false,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null
);
create index "session_userId_idx" on identity.session ("userId");
create index "session_expiresAt_idx" on identity.session ("expiresAt");

create table identity.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references identity."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create index "account_userId_idx" on identity.account ("userId");

-- One-time codes and half-done sign-ins. Identifiers and codes are keyed digests.
create table identity.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index "verification_identifier_idx" on identity.verification (identifier);
create index "verification_expiresAt_idx" on identity.verification ("expiresAt");

create table identity."twoFactor" (
  id text primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null unique references identity."user" (id) on delete cascade,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);

create table identity.passkey (
  id text primary key,
  name text,
  "publicKey" text not null,
  "userId" text not null references identity."user" (id) on delete cascade,
  "credentialID" text not null unique,
  counter integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz,
  aaguid text
);
create index "passkey_userId_idx" on identity.passkey ("userId");

-- Attempts by e-mail, network and account, shared by all nodes. Keys are keyed digests. Logged like the rest:
-- it also remembers which TOTP codes were used, which a crash must not forget.
create table identity.attempts (
  key text primary key,
  count integer not null,
  resets_at timestamptz not null
);
create index attempts_resets_at on identity.attempts (resets_at);

-- The office's least-privileged role is made by the first migration; accounts and sessions do come and go.
grant usage on schema identity to satu_pintu_app;
grant select, insert, update, delete on all tables in schema identity to satu_pintu_app;
