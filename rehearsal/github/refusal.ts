/** What the local GitHub does not do, or what GitHub itself would refuse: said with the place and the fix, never guessed. */
export class Refusal extends Error {
  constructor(says: string, fix: string) {
    super(`${says}\n  fix: ${fix}`)
    this.name = 'Refusal'
  }
}

/** A step that failed the way the real action fails: its message becomes the step's error. What it gave stays given. */
export class StepFailure extends Error {
  readonly outputs: Readonly<Record<string, string>>
  constructor(message: string, outputs: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'StepFailure'
    this.outputs = outputs
  }
}
