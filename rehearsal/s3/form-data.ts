// The body of a browser's upload form: RFC 7578.

/** A form: its fields by lower-case name, and the file, which is the last thing that is read. */
export interface FormData {
  readonly fields: Readonly<Record<string, string>>
  readonly file: { readonly name: string; readonly body: Buffer; readonly contentType: string | undefined } | undefined
}

/** Reads a multipart/form-data body; undefined when the header names no boundary. */
export const parseFormData = (contentType: string, body: Buffer): FormData | undefined => {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (!boundary) return undefined
  const fields: Record<string, string> = {}
  const mark = Buffer.from(`--${boundary}`)
  let at = body.indexOf(mark)
  while (at >= 0) {
    const head = at + mark.length + 2
    const next = body.indexOf(mark, head)
    if (next < 0) break
    const split = body.indexOf('\r\n\r\n', head)
    if (split < 0 || split > next) break
    const headers = body.toString('utf8', head, split)
    const content = body.subarray(split + 4, next - 2)
    const name = /\bname="([^"]*)"/i.exec(headers)?.[1]?.toLowerCase() ?? ''
    const file = /filename="([^"]*)"/i.exec(headers)?.[1] ?? ''
    const type = /^content-type:\s*(.+)$/im.exec(headers)?.[1]?.trim()
    // What stands behind the file is not looked at.
    if (name === 'file') return { fields, file: { name: file, body: content, contentType: type } }
    fields[name] = content.toString('utf8')
    at = next
  }
  return { fields, file: undefined }
}
