-- Up Migration

-- What was done here about the messages that DynamoDB keeps. Whoever writes one is told to do it, and so is the function
-- on the table's stream, which may get it more than once: each step happens once for each message.
create table messages_done (
  id text not null,
  step text not null check (step in ('told', 'noted', 'counted')),
  done_at timestamptz not null default now(),
  primary key (id, step)
);
create index messages_done_age on messages_done (done_at);

-- Down Migration
drop table messages_done;
