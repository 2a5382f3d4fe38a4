import { type NewAvatar, routes, type UploadTicket, type User } from '../../contract.ts'
import type { Client } from '../data/client.ts'
import { Refusal, unreachable } from '../data/refusal.ts'

/** Puts a picture into the bucket by a permission of the server, then says that it is there; gives who one is now. */
export async function uploadAvatar(client: Client, file: File): Promise<Partial<User>> {
  const body: NewAvatar = { contentType: file.type as NewAvatar['contentType'], size: file.size }
  const ticket = await client.ask<UploadTicket>(routes.avatarTicket, { method: 'POST', body })
  const form = new FormData()
  for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value)
  // S3 passes over whatever comes after the file. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
  form.append('file', file)
  const response = await client.fetch(ticket.url, { method: 'POST', body: form }).catch(() => {
    throw unreachable()
  })
  if (!response.ok) {
    throw new Refusal({ title: 'The picture was not taken. Choose another one, or try again', status: 422 })
  }
  return (await client.ask<User | undefined>(routes.avatar, { method: 'PUT', body: { version: ticket.version } })) ?? {}
}
