// What a phase does when it fails: ABORT | CONTINUE | RETRY | RETRY-count | RETRY-regex | RETRY-count-regex.
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.name.on-failure

export interface OnFailure {
  readonly kind: 'default' | 'abort' | 'continue' | 'retry'
  readonly retries: number
  readonly matching: RegExp
}

const anything = /.*/s

/** The meaning of an on-failure text; RETRY alone means three retries of any failure. */
export const onFailure = (text: string | undefined): OnFailure => {
  if (text === 'ABORT') return { kind: 'abort', retries: 0, matching: anything }
  if (text === 'CONTINUE') return { kind: 'continue', retries: 0, matching: anything }
  const retry = text?.match(/^RETRY(?:-(\d+))?(?:-(.+))?$/s)
  if (!retry) return { kind: 'default', retries: 0, matching: anything }
  const retries = retry[1] === undefined ? 3 : Math.min(100, Number(retry[1]))
  return { kind: 'retry', retries, matching: retry[2] === undefined ? anything : new RegExp(retry[2], 's') }
}
