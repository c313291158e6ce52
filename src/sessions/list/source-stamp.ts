/** What the rows of a list were made of, as cheaply as it can be told. A changed stamp: they may be wrong. */
export interface SourceStamp {
  /** Of the histories: the versions that their records are of. */
  snapshot: string
  /** Of the records themselves: a write that changes neither size nor time is noticed all the same. */
  content: string
  /** Of the profile's settings. */
  settings: string
  /** Of what is reported live. */
  live: string
  /** Ids of the sessions that stream. */
  streaming: readonly string[]
}

/**
 * The stamp as one text. While sessions stream, histories and reports change all the time: in their place stands the
 * set of the sessions that stream, which is the same throughout a turn and another one the moment that a stream
 * starts or stops. Settings count either way.
 */
export function stampText({ snapshot, content, settings, live, streaming }: SourceStamp): string {
  const volatile = streaming.length > 0 ? [[...new Set(streaming)].sort()] : [snapshot, content, live]
  return JSON.stringify([settings, ...volatile])
}
