/** Cheap identification of what a list was built from. A changed stamp means that the rows may be outdated. */
export interface SourceStamp {
  /** Of the histories: the versions that their records come from. */
  snapshot: string
  /** Of the records: also detects writes that change neither size nor time. */
  content: string
  /** Of the profile's settings. */
  settings: string
  /** Of the live sessions. */
  live: string
  /** Ids of the streaming sessions. */
  streaming: readonly string[]
}

/**
 * Returns the stamp as text. While sessions stream, histories and reports change constantly: they are replaced by the
 * set of streaming sessions, which stays the same throughout a turn and changes as soon as a stream starts or stops.
 * Settings always count.
 */
export function stampText({ snapshot, content, settings, live, streaming }: SourceStamp): string {
  const volatile = streaming.length > 0 ? [[...new Set(streaming)].sort()] : [snapshot, content, live]
  return JSON.stringify([settings, ...volatile])
}
