// The credentials of a task's role, where the SDK in its containers looks for them.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
import type { Clock } from '../clock.ts'
import type { Route } from '../server/route.ts'
import type { AssumeRole } from './ports.ts'
import type { Task } from './state.ts'

const prefix = '/_local/task-credentials/'
const sixHours = 6 * 3_600_000

/** The role of a task. */
export const roleOf = (task: Task): string | undefined =>
  task.overrides.taskRoleArn ?? task.taskDefinition.given.taskRoleArn

/** Where the SDK asks: on AWS an address of the host, here a path of the endpoint. */
export const credentialsUri = (endpoint: string, task: Task): string => `${endpoint}${prefix}${task.id}`

/** Answers what the ECS agent would. */
export const taskCredentials = (find: (id: string) => Task | undefined, assume: AssumeRole, clock: Clock): Route => ({
  prefix,
  handle: (request, response) => {
    const task = find((request.url ?? '').slice(prefix.length))
    const role = task && roleOf(task)
    const given = role === undefined || task === undefined ? undefined : assume(role, task)
    response.writeHead(given ? 200 : 404, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(
        given
          ? {
              RoleArn: role,
              AccessKeyId: given.accessKeyId,
              SecretAccessKey: given.secretAccessKey,
              Token: given.sessionToken,
              Expiration: new Date(clock.now().getTime() + sixHours).toISOString(),
            }
          : { code: 'NoIamRoleAvailable', message: 'No IAM role that trusts ecs-tasks.amazonaws.com is available' },
      ),
    )
  },
})
