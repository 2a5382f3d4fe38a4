import { expect, test } from 'vitest'
import { withLocalUrls } from '#rehearsal/hosts.ts'

test('addresses of local hosts lead to where they listen, all others stay', () => {
  const find = (host: string, port: number) =>
    host === 'd1.cloudfront.net' ? `http://127.0.0.1:${9000 + (port === 443 ? 1 : 2)}` : undefined
  const rows = [
    ['https://d1.cloudfront.net', 'http://127.0.0.1:9001'],
    ['http://d1.cloudfront.net/a?b', 'http://127.0.0.1:9002/a?b'],
    ["img-src 'self' https://d1.cloudfront.net;", "img-src 'self' http://127.0.0.1:9001;"],
    ['https://d2.cloudfront.net:8443/x', 'https://d2.cloudfront.net:8443/x'],
    ['d1.cloudfront.net', 'd1.cloudfront.net'],
  ] as const
  expect(rows.map(([text]) => withLocalUrls(text, find))).toEqual(rows.map(([, local]) => local))
})
