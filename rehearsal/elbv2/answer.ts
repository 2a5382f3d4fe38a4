import { type ServerResponse, STATUS_CODES } from 'node:http'

/** Answers as the load balancer itself does when no target can. */
export const answer = (response: ServerResponse, status: number): void => {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const title = `${status} ${STATUS_CODES[status]}`
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  response.writeHead(status, {
    Server: 'awselb/2.0',
    'Content-Type': 'text/html',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}
