import { fileURLToPath } from 'node:url'

const beside = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url))

/** The bundled programs that the local AWS and a rehearsal start; they lie beside the command line. */
export const programs = () => ({
  watchdog: beside('watchdog'),
  docker: beside('docker'),
  aws: beside('aws'),
  curl: beside('curl'),
  check: beside('check-worker'),
  functionRuntime: beside('function-runtime'),
})
