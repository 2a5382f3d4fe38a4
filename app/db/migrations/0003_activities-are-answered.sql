-- Up Migration
alter table activities
  add column reply_to uuid references activities (id) on delete cascade,
  add column idempotency_key text check (char_length(idempotency_key) <= 64),
  add column replies_count int not null default 0 check (replies_count >= 0),
  add column reposts_count int not null default 0 check (reposts_count >= 0),
  add column likes_count int not null default 0 check (likes_count >= 0),
  add column shares_count int not null default 0 check (shares_count >= 0);

-- A request that is sent twice is one post.
create unique index activities_once on activities (author_id, idempotency_key) where idempotency_key is not null;

-- The orders things are read in; the id parts activities of the same microsecond. The index activities_feed serves the
-- release before this one, and goes with it.
create index activities_home on activities (created_at desc, id desc) where reply_to is null;
create index activities_by_author on activities (author_id, created_at desc, id desc);
create index activities_replies on activities (reply_to, created_at desc, id desc) where reply_to is not null;
-- A reply expires with what it answers, and is deleted with it.
create index activities_expiry on activities (expires_at) where reply_to is null;
create index activities_words on activities using gin (to_tsvector('simple', message));

create table likes (
  activity_id uuid not null references activities (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (activity_id, user_id)
);
create index likes_by_user on likes (user_id);

create table reposts (
  activity_id uuid not null references activities (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (activity_id, user_id)
);
create index reposts_by_user on reposts (user_id, created_at desc, activity_id desc);

-- Down Migration
drop table reposts;
drop table likes;
drop index activities_words;
alter table activities
  drop column shares_count,
  drop column likes_count,
  drop column reposts_count,
  drop column replies_count,
  drop column idempotency_key,
  drop column reply_to;
