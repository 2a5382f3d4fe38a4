import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A cache server: `put` writes past the app, `hang` makes it answer nothing any more. */
export type Valkey = {
  readonly url: string
  put(key: string, value: string): void
  hang(): void
  close(): Promise<void>
}

/** As much of Valkey as a cache asks of it, on a real port: GET, SET with PX, DEL, in RESP3. https://valkey.io/topics/protocol/ */
export async function startValkey(): Promise<Valkey> {
  const values = new Map<string, { value: string; until: number }>()
  const sockets = new Set<Socket>()
  let hangs = false
  const answer = ([name = '', key = '', value = '', , milliseconds]: string[]): string => {
    switch (name.toUpperCase()) {
      case 'GET': {
        const kept = values.get(key)
        if (!kept || kept.until < Date.now()) return '_\r\n'
        return `$${Buffer.byteLength(kept.value)}\r\n${kept.value}\r\n`
      }
      case 'SET':
        values.set(key, { value, until: Date.now() + Number(milliseconds ?? Number.POSITIVE_INFINITY) })
        return '+OK\r\n'
      case 'DEL':
        return `:${Number(values.delete(key))}\r\n`
      case 'HELLO':
        return '%0\r\n'
      default:
        return '+OK\r\n'
    }
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk
      for (let read = commandIn(text); read; read = commandIn(text)) {
        text = text.slice(read.length)
        if (!hangs) socket.write(answer(read.words))
      }
    })
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (key, value) => void values.set(key, { value, until: Number.POSITIVE_INFINITY }),
    hang: () => {
      hangs = true
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** The first command of what was sent, if all of it has come: `*<words>` and each word with its length. */
function commandIn(text: string): { words: string[]; length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text)
  if (!head) return undefined
  let at = head[0].length
  const words: string[] = []
  for (let left = Number(head[1]); left > 0; left--) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at, at + 20))
    if (!size) return undefined
    at += size[0].length
    const word = text.slice(at, at + Number(size[1]))
    at += Number(size[1]) + 2
    if (text.length < at) return undefined
    words.push(Buffer.from(word, 'latin1').toString('utf8'))
  }
  return { words, length: at }
}
