/** What a server is started with. */
export interface ServerSettings {
  readonly port: number
  /** rds.force_ssl: on by default from PostgreSQL 15 (PostgreSQL.Concepts.General.SSL). */
  readonly forceTls: boolean
}

/** postgresql.conf: TLS as on RDS; durability off, since the data lives no longer than the rehearsal. */
export const postgresConf = ({ port }: ServerSettings): string =>
  [
    `listen_addresses = '127.0.0.1'`,
    `port = ${port}`,
    `unix_socket_directories = ''`,
    `ssl = on`,
    `ssl_cert_file = 'server.crt'`,
    `ssl_key_file = 'server.key'`,
    `password_encryption = 'scram-sha-256'`,
    `fsync = off`,
    `synchronous_commit = off`,
    `full_page_writes = off`,
    `max_connections = 100`,
    `shared_buffers = 32MB`,
    `dynamic_shared_memory_type = mmap`,
    `autovacuum = off`,
    `log_min_messages = warning`,
    `timezone = 'UTC'`,
    '',
  ].join('\n')

/** pg_hba.conf: passwords only, and TLS only where RDS insists on it. */
export const hostBasedAccess = ({ forceTls }: ServerSettings): string =>
  `${forceTls ? 'hostssl' : 'host'} all all 127.0.0.1/32 scram-sha-256\n`
