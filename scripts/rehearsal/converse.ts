import { systemClock } from '../session.ts'
import { type Account, callApi } from './accounts.ts'
import { expectThat } from './ask.ts'

/** One writes to the other, twice. The function on the table's stream moves the conversation on to the last message. */
export const converse = async (api: string, writer: Account, reader: Account): Promise<void> => {
  const say = (message: string) =>
    callApi(`${api}/api/messages`, { ...writer, body: { handle: reader.handle, message } })
  await say('Did the release go well?')
  await say('Never mind: I see it did.')
  const deadline = Date.now() + 20_000
  for (;;) {
    const { groups } = await callApi(`${api}/api/message-groups`, { accessToken: reader.accessToken })
    const [first] = Array.isArray(groups) ? groups : []
    if (first?.message === 'Never mind: I see it did.' && first.unread === 2) return
    expectThat(Date.now() < deadline, `${reader.handle} should see the last of two messages`, groups)
    await systemClock.sleep(100)
  }
}
