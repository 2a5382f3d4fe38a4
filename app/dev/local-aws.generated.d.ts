// Generated from rehearsal/embedded.ts; edit that, then run "node scripts/regenerate.mjs".
/** One message to a user. */
export interface Mail {
  /** The email address, or the phone number of a text message. */
  readonly to: string
  readonly subject: string
  readonly body: string
  /** The code or the temporary password in it. */
  readonly code: string
  /** Why it was sent: the trigger source of its custom message, `CustomMessage_SignUp`… */
  readonly reason: string
  readonly userPoolId: string
  readonly at: Date
}

/** What it is started with. */
export interface EmbeddedOptions {
  /** 0 takes any free port, and is the default. */
  readonly port?: number
  readonly region?: string
  /** Divides the waiting between attempts; 1 unless told. */
  readonly speed?: number
  /** What a function prints. */
  readonly onLine?: (group: string, line: string) => void
  /** What would have been mailed, with the code in it. */
  readonly onMail?: (mail: Mail) => void
}

/** A running one. */
export interface Embedded {
  readonly endpoint: string
  readonly region: string
  readonly account: string
  /** Keys that it knows: requests that are signed or presigned with them are checked. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** The ARN of a role that functions may have. */
  readonly role: string
  readonly mails: (to?: string) => readonly Mail[]
  /** A zip of files by path, as Lambda takes code. */
  readonly zip: (files: Readonly<Record<string, Uint8Array>>) => Promise<Buffer>
  /** Ends listeners and functions and removes what they wrote. Safe to call twice. */
  readonly stop: () => Promise<void>
}

/** Starts it and resolves once it answers. */
export declare const startLocalAws: (options?: EmbeddedOptions) => Promise<Embedded>
