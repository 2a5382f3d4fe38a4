// Everything the README's two commands need, done once and checked each time: the dependencies of this package and of
// the bundled app as their lockfiles say, the npm cache that the rehearsal's builds are served from, and dist/.
// Plain JavaScript, since it runs before anything is installed.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const home = join(root, '.launchway')
const cache = join(home, 'npm-cache')

const refuse = (says, fix) => {
  process.stderr.write(`set-up: ${says}\n  fix: ${fix}\n`)
  process.exit(2)
}

const checkMachine = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const tooOld = major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 3)
  if (tooOld)
    refuse(
      `Node ${process.versions.node} is too old`,
      'install Node 20.19 or newer, 22.3 or newer, or 24: https://nodejs.org',
    )
  if (spawnSync('git', ['--version']).status !== 0) refuse('git is not on PATH', 'install git: https://git-scm.com')
}

const hashOf = (...paths) => {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths) hash.update(readFileSync(path))
  return hash.digest('hex')
}

const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

// An interrupted `npm ci` leaves no stamp, so the next set-up does it again.
const once = (name, hash, isThere, work) => {
  const stamp = join(home, `${name}.stamp`)
  if (textOf(stamp) === hash && isThere()) return
  rmSync(stamp, { force: true })
  work()
  writeFileSync(`${stamp}.new`, hash)
  renameSync(`${stamp}.new`, stamp)
}

const npm = (folder, about, ...given) => {
  process.stderr.write(`set-up: ${about}\n`)
  const done = spawnSync('npm', given, {
    cwd: join(root, folder),
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_loglevel: 'error' },
  })
  if (done.error)
    refuse(`npm cannot be started: ${done.error.message}`, 'install Node with its npm: https://nodejs.org')
  if (done.status !== 0)
    refuse(
      `"npm ${given.join(' ')}" failed in ./${folder}`,
      'read what npm says above; the network is needed once, and enough room on the disk; then run the same command again',
    )
}

const newestSource = () => {
  const listed = spawnSync(
    'git',
    [
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
      '--',
      'model',
      'buildspecs',
      'cfn',
      'pipelines',
      'rehearsal',
      'scripts',
      'actions',
      'package.json',
    ],
    { cwd: root, encoding: 'utf8' },
  )
  const paths = listed.stdout.split('\0').filter((path) => path && existsSync(join(root, path)))
  if (paths.length === 0) return Number.POSITIVE_INFINITY
  return Math.max(...paths.map((path) => statSync(join(root, path)).mtimeMs))
}

const build = () => {
  const built = join(root, 'dist', 'cli.js')
  if (existsSync(built) && statSync(built).mtimeMs >= newestSource()) return
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' })
}

const isRunning = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// Two set-ups at once would install over each other: the second waits for the first. A lock whose owner is gone is
// nobody's.
const locked = (work) => {
  const lock = join(home, 'setup.lock')
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isRunning(Number(textOf(lock)))) {
        rmSync(lock, { force: true })
        continue
      }
      if (!told) process.stderr.write('set-up: another one is under way; waiting for it\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    }
  }
  const unlock = () => rmSync(lock, { force: true })
  process.once('exit', unlock)
  work()
  unlock()
}

checkMachine()
try {
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, '.gitignore'), '*\n')
} catch (error) {
  refuse(`${home} cannot be written (${error.code})`, `give this user write permission below ${root}`)
}
locked(() => {
  once(
    'packages',
    hashOf(join(root, 'package-lock.json')),
    () => existsSync(join(root, 'node_modules', 'esbuild')),
    () => npm('.', 'installing the packages of launchway (once)', 'ci', '--no-audit', '--no-fund'),
  )
  once(
    'app-packages',
    hashOf(join(root, 'app', 'package-lock.json')),
    () => existsSync(join(root, 'app', 'node_modules')) && existsSync(cache),
    () =>
      npm(
        'app',
        'installing the packages of the bundled app, and filling the cache its builds are served from (once)',
        'ci',
        '--cache',
        cache,
        '--no-audit',
        '--no-fund',
      ),
  )
  once(
    'function-packages',
    hashOf(...['package-lock.json', 'packages.ts'].map((name) => join(root, 'app', 'functions', name))),
    () => existsSync(join(root, 'app', 'functions', 'node_modules', '.for')),
    () => {
      const about = 'installing the packages of its functions, for Lambda and for this machine (once)'
      npm('app/functions', about, 'ci', '--cache', cache, '--no-audit', '--no-fund')
      execFileSync(process.execPath, [join(root, 'app', 'functions', 'build.js'), '--packages'], {
        cwd: join(root, 'app'),
        stdio: 'inherit',
        env: { ...process.env, npm_config_cache: cache },
      })
    },
  )
  build()
  once(
    'cfn-lint',
    hashOf(join(root, 'scripts', 'linters', 'cfn-lint.requirements.txt')),
    () => true,
    () => execFileSync(process.execPath, [join(root, 'dist', 'prepare-cfn-lint.js')], { cwd: root, stdio: 'inherit' }),
  )
})
