import { http } from '../contract.ts'

// What the HEALTHCHECK of the image runs: exit code 0 when the server in this container is well.
try {
  const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? http.port}${http.health}`)
  process.exitCode = response.ok ? 0 : 1
} catch {
  process.exitCode = 1
}
