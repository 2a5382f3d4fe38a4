import type { KnownAction } from './known-action.ts'

/** Node stays the one this machine has, and the log says so. https://github.com/actions/setup-node */
export const setupNode: KnownAction = async ({ input, state }) => {
  let found = ''
  await state.run({
    command: 'node',
    args: ['--version'],
    cwd: state.places.workspace,
    env: state.env,
    onLine: (line) => {
      found = line
    },
  })
  const wanted = input('node-version')
  state.say(`Node ${found} of this machine is used${wanted === '' ? '' : `; the workflow asks for ${wanted}`}`)
  return { 'node-version': found, 'cache-hit': 'false' }
}
