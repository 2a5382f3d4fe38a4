// Entry of the `docker` command; bundled into one file.
import { runAsProcess } from './command-line.ts'
import { docker } from './docker/docker.ts'

await runAsProcess(docker)
