import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from '../../dev/free-port.ts'

/** A running nginx: where it answers, and how to end it. */
export type Nginx = { readonly url: string; close(): Promise<void> }

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

/** The nginx of this machine; undefined where there is none. */
export const nginxProgram = folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path))

/** Starts it as the image does, on the page in `root`; only the places and the port are those of this machine. */
export async function startNginx(root: string, variables: Readonly<Record<string, string>>): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-nginx-'))
  const port = await freePort()
  const filled = readFileSync(join(import.meta.dirname, '../../nginx.conf.template'), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (_, name: string) => variables[name] ?? '',
  )
  const placed = filled
    .replaceAll('/tmp/', `${folder}/`)
    .replace('/usr/share/nginx/html', root)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('/dev/stdout', 'off')
  const file = join(folder, 'nginx.conf')
  // Started by root, its workers would be somebody who may not look into the folders of a test.
  writeFileSync(file, process.getuid?.() === 0 ? `user root;\n${placed}` : placed)
  const args = ['-p', folder, '-e', 'stderr', '-c', file, '-g', 'daemon off;']
  const nginx = spawn(nginxProgram ?? 'nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    nginx.once('error', reject)
    nginx.once('exit', (code) => reject(new Error(`nginx exited with ${code}:\n${said}`)))
    nginx.stderr.on('data', (chunk) => {
      said += chunk
      if (said.includes('start worker process')) resolve()
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const exit = once(nginx, 'exit')
      nginx.kill('SIGTERM')
      await exit
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
