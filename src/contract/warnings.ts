/** What a scan could not count completely, and how that affects the counts. Only the owner sees it. */
const WARNING_EFFECTS = {
  row_cut: 'A row is over the size limit: only the first and last part of its text count.',
  session_cut: 'It has more messages than the limit: only the first ones count.',
  time_in_milliseconds: 'A time is in milliseconds and is read as such.',
  time_unusable: 'A time fits neither seconds nor milliseconds, so the session counts without it.',
  session_unreadable: 'Some of its pages in the file are damaged, so it is left out.',
  pages_unreadable: 'Pages of messages are damaged, so any session may count less than it should.',
} as const

export type WarningKind = keyof typeof WARNING_EFFECTS

export const WARNING_KINDS = [
  'row_cut',
  'session_cut',
  'time_in_milliseconds',
  'time_unusable',
  'session_unreadable',
  'pages_unreadable',
] as const satisfies WarningKind[]

/** What could not be read of a session, or the number of unreadable pages of messages whose sessions are unknown. */
export type Warned = WarningKind | { pages_unreadable: number }

export interface ScanWarning {
  kind: WarningKind
  /** The session's id; null if it can't be read either. */
  session: string | null
  /** A sentence. */
  effect: string
}

/** Warnings, and how many more there are. */
export interface ScanWarnings {
  warnings?: ScanWarning[]
  more_warnings?: number
}

/**
 * Maximum number of warnings listed individually: an owner with more needs to look at the file, not at a list. Unit:
 * items.
 */
export const WARNINGS_MAX = 50

/**
 * `sessions`: by id, which is empty if it can't be read. Returns warnings up to the maximum and the number of further
 * ones; undefined without any.
 */
export function warningsOf(sessions: Iterable<readonly [string, readonly Warned[]]>): ScanWarnings {
  const warnings: ScanWarning[] = []
  let more = 0
  for (const [session, kinds] of sessions) {
    for (const kind of kinds) {
      if (warnings.length < WARNINGS_MAX) warnings.push({ session: session || null, ...described(kind) })
      else more++
    }
  }
  return { ...(warnings.length > 0 ? { warnings } : {}), ...(more > 0 ? { more_warnings: more } : {}) }
}

function described(warned: Warned): Pick<ScanWarning, 'kind' | 'effect'> {
  if (typeof warned === 'string') return { kind: warned, effect: WARNING_EFFECTS[warned] }
  const { pages_unreadable: pages } = warned
  return { kind: 'pages_unreadable', effect: pagesEffect(pages) }
}

/** Returns a sentence about the effect of unreadable pages of messages. */
export function pagesEffect(pages: number): string {
  const which = pages === 1 ? '1 page of messages is' : `${pages} pages of messages are`
  return `${which} damaged, so any session may count less than it should.`
}

export function isWarningKind(value: unknown): value is WarningKind {
  return WARNING_KINDS.some((kind) => kind === value)
}
