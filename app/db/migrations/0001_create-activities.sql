-- Up Migration
create table activities (
  id uuid primary key default gen_random_uuid(),
  handle text not null check (char_length(handle) between 1 and 30),
  message text not null check (char_length(message) between 1 and 280),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null check (expires_at > created_at)
);

-- The order of the feed; the id parts activities of the same microsecond.
create index activities_feed on activities (created_at desc, id desc);

-- Down Migration
drop table activities;
