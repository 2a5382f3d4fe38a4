/** Files of a delivery, by path, that someone edits. */
export type Files = ReadonlyMap<string, string>

/** What someone does to generated files. */
export type Edit = (files: Files) => Files

/** Replaces a part of one file, which must be there. */
export const replace =
  (path: string, from: string | RegExp, to: string): Edit =>
  (files) => {
    const text = files.get(path)
    const edited = text?.replace(from, () => to)
    if (text === undefined || edited === undefined || edited === text)
      throw new Error(`${path} has no ${String(from)} to replace`)
    return new Map([...files, [path, edited]])
  }

/** Puts a text behind one file. */
export const append =
  (path: string, more: string): Edit =>
  (files) =>
    new Map([...files, [path, `${files.get(path)}${more}`]])

/** Removes a file. */
export const remove =
  (path: string): Edit =>
  (files) =>
    new Map([...files].filter(([each]) => each !== path))
