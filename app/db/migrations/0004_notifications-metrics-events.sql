-- Up Migration
create table notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  actor_id uuid not null references users (id) on delete cascade,
  kind text not null check (kind in ('reply', 'like', 'repost', 'message')),
  activity_id uuid references activities (id) on delete cascade,
  group_id text,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  check ((kind = 'message') = (group_id is not null)),
  check ((kind = 'message') = (activity_id is null))
);
create index notifications_newest on notifications (user_id, created_at desc, id desc);
create index notifications_unread on notifications (user_id) where read_at is null;
create index notifications_activity on notifications (activity_id);
create index notifications_actor on notifications (actor_id);

-- Who likes, takes it back and likes again is told of once; a conversation has one unread notification.
create unique index notifications_once on notifications (user_id, actor_id, kind, activity_id)
  where kind in ('like', 'repost');
create unique index notifications_per_group on notifications (user_id, group_id)
  where kind = 'message' and read_at is null;

-- What happened on a day (UTC). A day is several rows, so that those who count at the same time do not queue for one.
create table metrics (
  day date not null,
  shard smallint not null,
  activities bigint not null default 0,
  replies bigint not null default 0,
  likes bigint not null default 0,
  reposts bigint not null default 0,
  messages bigint not null default 0,
  primary key (day, shard)
);

-- What the tasks tell each other, and through server-sent events the pages. Ordered by (xid, id): in that order, what is
-- older than every open transaction is complete, while an id alone can appear after a greater one.
create table events (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  name text not null check (name in ('activity', 'counts', 'notification', 'message')),
  subject uuid,
  audience uuid,
  data jsonb,
  created_at timestamptz not null default now(),
  primary key (xid, id)
);
create index events_age on events (created_at);

-- Down Migration
drop table events;
drop table metrics;
drop table notifications;
