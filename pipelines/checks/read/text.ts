/** A file as it is on disk. */
export interface Text {
  readonly path: string
  readonly text: string
}
