import { readFileSync } from 'node:fs'

/** The user to start a server as: nobody when we are root, ourselves otherwise. */
export function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const [, , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === 'nobody') ?? []
  if (!uid || !gid)
    throw new Error('PostgreSQL does not run as root, and this system has no user "nobody"; run this as another user')
  return { uid: Number(uid), gid: Number(gid) }
}
