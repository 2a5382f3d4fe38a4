const key = 'cruddur.handle'

/** The handle used last in this browser. Storage may be switched off: then there is none. */
export function rememberedHandle(): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

/** Keeps the handle for the next visit. */
export function rememberHandle(handle: string): void {
  try {
    localStorage.setItem(key, handle)
  } catch {
    // It will be typed again.
  }
}
