import { fileURLToPath } from 'node:url'

const beside = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url))

/** The bundled programs that the local AWS starts; they lie beside the command line. */
export const programs = () => ({
  watchdog: beside('watchdog'),
  docker: beside('docker'),
  aws: beside('aws'),
  functionRuntime: beside('function-runtime'),
})
