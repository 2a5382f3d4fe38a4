import { servesPath } from '#cfn/stacks/serves-path.ts'
import { type Delivery, type Environment, isHttps, type ReleasePipeline, type Service, type Smoke, smoke } from '#model'

// Twelve tries, five seconds apart: a load balancer may need a moment to see that new tasks are healthy.
const curl = 'curl --fail --silent --show-error --location --max-time 10 --retry 12 --retry-delay 5 --retry-all-errors'

// Commands actions run outside of the VPC, and curl verifies a certificate only against a name.
const isReached = (e: Environment) =>
  e.loadBalancer === 'internet-facing' && (e.certificate === undefined || e.domain !== undefined)

/**
 * How a service is proved in an environment: as the pipeline says, or by its health path when it says nothing. Undefined
 * when another service answers that path, or nobody outside does.
 */
export const smokeOf = (
  d: Delivery,
  e: Environment,
  { choice, service }: { readonly choice: ReleasePipeline; readonly service: Service },
): Smoke | undefined => {
  const asked = choice.smoke ?? (isReached(e) ? smoke() : false)
  if (!asked) return undefined
  return servesPath(d, service, asked.path ?? service.container.health) ? asked : undefined
}

/** `'text'` in a shell; nothing in a path or a domain that was checked needs more. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * Asks for a path through the load balancer, as a visitor would, and shows the answer. With a domain the request goes to
 * the load balancer even when the name does not lead there yet, and its certificate is still verified.
 */
export const smokeCommands = (service: Service, smoke: Smoke, e: Environment): readonly string[] => {
  const path = smoke.path ?? service.container.health
  const ask =
    isHttps(e) && e.domain
      ? `${curl} --connect-to "::$LOAD_BALANCER:443" ${quoted(`https://${e.domain}${path}`)}`
      : `${curl} "http://$LOAD_BALANCER"${quoted(path)}`
  return [
    `ANSWER="$(${ask})"`,
    `printf '%s\\n' "$ANSWER"`,
    ...(smoke.expects === 'release'
      ? [
          `case "$ANSWER" in *"$RELEASE"*) ;; *) echo "the answer does not name release $RELEASE: other tasks serve it" >&2; exit 1;; esac`,
        ]
      : []),
  ]
}
