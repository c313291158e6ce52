/**
 * Whether this names a time zone (ECMA-402 section 6.5). Offsets such as `+05:30` name none: Node 20 refuses them
 * and later ones take them, and no offset holds for summer and winter.
 */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
