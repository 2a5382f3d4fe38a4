import { z } from 'zod'

/** Where errors are reported, by which token, and as those of which environment. */
export type Rollbar = { readonly token: string; readonly environment: string; readonly endpoint: string }

/** Reads the variables of Rollbar; undefined without its token. */
export const rollbarSchema = z
  .object({
    ROLLBAR_ACCESS_TOKEN: z
      .string()
      .regex(/^[!-~]*$/, 'must be the access token of a Rollbar project, with the scope post_server_item')
      .optional(),
    ROLLBAR_ENVIRONMENT: z.string().min(1, 'is empty; set it to a name, like production').default('production'),
    ROLLBAR_ENDPOINT: z
      .url({ protocol: /^https?$/, error: 'must be an address, like https://api.rollbar.com/api/1/item/' })
      .default('https://api.rollbar.com/api/1/item/'),
  })
  .transform(({ ROLLBAR_ACCESS_TOKEN: token, ROLLBAR_ENVIRONMENT: environment, ROLLBAR_ENDPOINT: endpoint }) =>
    token ? { token, environment, endpoint } : undefined,
  )
