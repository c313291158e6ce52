/**
 * Every limit, lifetime and budget of Laurel: its reason, a name, a value and its unit. Each can be set as a variable of
 * the same name in wrangler.toml. The reasons are comments: as data they would be a tenth of a tool that needs none.
 */

const KiB = 1024
const MiB = 1024 * KiB

export interface Setting {
  value: number
  unit: 'bytes' | 'characters' | 'seconds' | 'milliseconds' | 'sessions' | 'profiles' | 'items'
  /** Operators may want another value: wrangler.toml lists it. All settings can be set. */
  operator?: true
}

export const SETTINGS = {
  /** A view older than this is still served, and refreshed after responding. */
  VIEW_TTL_SECONDS: { value: 120, unit: 'seconds', operator: true },
  /** Often enough to watch badges unlock, rare enough to cost nothing. */
  PARTIAL_VIEW_EVERY_SESSIONS: { value: 250, unit: 'sessions' },
  /** A slice ends here even when sessions are tiny, so that each commit stays small. */
  SLICE_SESSIONS: { value: 250, unit: 'sessions' },
  /**
   * One of so many scans lists all sessions even if pages tell which have changed, in case a file is not what
   * SQLite writes.
   */
  SCANS_PER_LISTING: { value: 100, unit: 'items' },
  /** Text one slice analyses at most: about a second of CPU, far inside the 30 s that an alarm may use. */
  SLICE_TEXT_BYTES: { value: 16 * MiB, unit: 'bytes' },
  /** Bytes one slice fetches from storage at most, so that a slice also ends in a history that is mostly index. */
  SLICE_FETCH_BYTES: { value: 64 * MiB, unit: 'bytes' },
  /**
   * Reads from storage that one slice makes at most: the platform allows 1,000 requests on its free plan, and more
   * on others.
   */
  SLICE_FETCH_REQUESTS: { value: 800, unit: 'items' },
  /** Size of one history, its log included: more than twice the largest we know of. */
  SNAPSHOT_MAX_BYTES: { value: 16 * 1024 * MiB, unit: 'bytes', operator: true },
  /** Total size of the histories of one profile, including uploads in progress. */
  PROFILE_MAX_BYTES: { value: 48 * 1024 * MiB, unit: 'bytes', operator: true },
  /** How long a history that is being written to is retried before it is refused: agents pause between turns. */
  HISTORY_WAIT_SECONDS: { value: 20, unit: 'seconds' },
  /** Histories that one profile may merge: more machines than one person looks after. */
  SOURCES_MAX: { value: 16, unit: 'items', operator: true },
  /** Machines that may report to one source. Browsers and containers that keep nothing are a new one each time. */
  SOURCE_MACHINES_MAX: { value: 16, unit: 'items', operator: true },
  /** Blocks of all histories that an isolate reads, kept in memory: of its 128 MB. */
  CHUNK_CACHE_BYTES: { value: 24 * MiB, unit: 'bytes' },
  /** Histories that an isolate keeps open between slices: each takes some MB for what it has begun to count. */
  OPEN_HISTORIES_MAX: { value: 3, unit: 'items' },
  /** Unit of the cache, and the least that a refresh fetches: a page of SQLite, as Hermes writes them. */
  BLOCK_BYTES: { value: 4 * KiB, unit: 'bytes' },
  /** Least part of a chunk that a scan fetches: it often needs what is nearby, and requests cost more than bytes. */
  FETCH_BYTES: { value: 16 * KiB, unit: 'bytes' },
  /** Histories are stored in chunks of this size: few enough reads, small enough to change cheaply. */
  CHUNK_BYTES: { value: 1 * MiB, unit: 'bytes' },
  /** No request that carries JSON needs more. */
  JSON_BODY_MAX_BYTES: { value: 16 * KiB, unit: 'bytes' },
  /** A refused body up to this length is read to its end, so that its connection serves the next request. */
  UNREAD_BODY_MAX_BYTES: { value: 32 * MiB, unit: 'bytes' },
  /** How long a forced rescan keeps its caller waiting before it answers 202 instead. */
  RESCAN_WAIT_SECONDS: { value: 25, unit: 'seconds' },
  /** How long a time zone stays after a change, so that no one tries which one earns the most. */
  TIME_ZONE_SETTLED_SECONDS: { value: 7 * 86_400, unit: 'seconds' },
  /** The pause before a failed scan is tried again; it doubles with each further failure. */
  RETRY_BASE_SECONDS: { value: 5, unit: 'seconds' },
  /** The longest pause between tries of a failing scan. */
  RETRY_MAX_SECONDS: { value: 3600, unit: 'seconds' },
  /** A running scan that has committed nothing for this long has lost its alarm and is restarted. */
  SCAN_LEASE_SECONDS: { value: 60, unit: 'seconds' },
  /** Objects that a cron tick wakes or erases at once. */
  CRON_BATCH_PROFILES: { value: 50, unit: 'profiles', operator: true },
  /**
   * Objects that one cron tick calls at most: with what else it asks for, below the 10,000 subrequests that the paid
   * plan allows by default. On one's own machine, the SQLite of all objects shares 512 MiB, and an idle one has 150 kB
   * of them until 10 seconds after its last call: 3,300 at once, and every request fails.
   */
  CRON_TICK_PROFILES: { value: 1500, unit: 'profiles' },
  /** A cron tick begins no further batch after this long: the next tick comes within five minutes. */
  CRON_BUDGET_SECONDS: { value: 240, unit: 'seconds' },
  /** A profile that has got nothing for this long after its creation lapses, and its handle is free. */
  EMPTY_PROFILE_SECONDS: { value: 30 * 86_400, unit: 'seconds', operator: true },
  /** Handles that an isolate knows to have a profile, and need not look up again: less than 1 MB. */
  KNOWN_HANDLES_MAX: { value: 10_000, unit: 'items' },
  /**
   * Answers to visitors that an isolate keeps in memory, of its 128 MB: a hundred pages, or a thousand cards.
   * Compressed ones add a fifth.
   */
  KEPT_ANSWERS_BYTES: { value: 8 * MiB, unit: 'bytes' },
  /** Profiles whose stamps are known without asking their objects: 2 MB of memory at most, for all that are visited. */
  KNOWN_STAMPS: { value: 10_000, unit: 'items' },
  /**
   * How long an answer is given again though its profile has not changed: ages and freshness in it move with the clock,
   * in JSON by the second.
   */
  KEPT_ANSWER_SECONDS: { value: 1, unit: 'seconds' },
  /** The same of a page or picture, in which ages move by the minute, and which takes up to ten times as long to draw. */
  KEPT_PAGE_SECONDS: { value: 5, unit: 'seconds' },
  /** How long a browser keeps the language its reader chose: as long as browsers keep cookies (RFC 6265bis section 5.5). */
  LANGUAGE_COOKIE_SECONDS: { value: 400 * 86_400, unit: 'seconds' },
  /** How long a handle that was given up rests: links to its old page must not lead to another one at once. */
  HANDLE_REST_SECONDS: { value: 30 * 86_400, unit: 'seconds', operator: true },
  /** Profiles that may be created from one network in a day, samples included: an office full of people. */
  CREATIONS_PER_NETWORK: { value: 30, unit: 'items', operator: true },
  /** Profiles that may be created in a day altogether, and as many samples: what a cron tick erases easily. */
  CREATIONS_MAX: { value: 5000, unit: 'items', operator: true },
  /** When an object could not be woken, the cron tick leaves it alone for this long. */
  CRON_RETRY_SECONDS: { value: 300, unit: 'seconds' },
  /**
   * A profile that has been due for this long is overdue: three cron ticks have failed, or had more to do than
   * they can.
   */
  OVERDUE_SECONDS: { value: 900, unit: 'seconds' },
  /**
   * Due and expired profiles that the operator’s page counts: of more it shows this many, so that reading it costs
   * the same.
   */
  OVERVIEW_COUNTED_MAX: { value: 10_000, unit: 'profiles' },
  /** Public pages of which nothing is said of rarity: a few of them would show in every number. */
  RARITY_PAGES_MIN: { value: 50, unit: 'profiles' },
  /** The same of pages that have a tier: so that no page changes alone what is said of it. */
  RARITY_HOLDERS_MIN: { value: 5, unit: 'profiles' },
  /** The same for the time that half of them took to a tier: a median of fewer jumps with each page. */
  RARITY_TIMED_MIN: { value: 20, unit: 'profiles' },
  /** How long an isolate shows the rarity that it has read: a cron tick publishes it every five minutes. */
  RARITY_KEPT_SECONDS: { value: 60, unit: 'seconds' },
  /** Profiles that a cron tick looks through, to ask those that are public what they count as: 100,000 in 4 days. */
  RARITY_CHECKED_PROFILES: { value: 100, unit: 'profiles' },
  /**
   * How long after the last round the next one begins: only a registry or an object that was put back to an older
   * state has anything to mend.
   */
  RARITY_ROUND_SECONDS: { value: 7 * 86_400, unit: 'seconds' },
  /**
   * How long after the sums of one badge those of the next are counted anew: all of them within three days. Triggers
   * keep them; only a registry that was changed by hand or put back in part has any to mend.
   */
  RARITY_RECOUNT_SECONDS: { value: 3600, unit: 'seconds' },
  /** With more public pages no sums are counted anew: it reads the row of each, some 2 KB, in one statement. */
  RARITY_RECOUNTED_PAGES: { value: 100_000, unit: 'profiles' },
  /** When the registry could not be told that a page is private, or shown again, its object tells it after this. */
  REGISTRY_RETRY_SECONDS: { value: 60, unit: 'seconds' },
  /**
   * Profiles in R2 that one cron tick looks up in the registry, to erase those that are gone: 100,000 within 17
   * hours.
   */
  SWEEP_BATCH_PROFILES: { value: 500, unit: 'profiles' },
  /** An erasure or a creation that takes longer was interrupted, and a cron tick erases what there is. */
  ERASURE_GRACE_SECONDS: { value: 300, unit: 'seconds' },
  /** An upload that has not ended after this long is abandoned, and its chunks are collected. */
  UPLOAD_TTL_SECONDS: { value: 3600, unit: 'seconds' },
  /** How long the chunks of an interrupted upload wait for the rest. */
  CHUNKED_UPLOAD_TTL_SECONDS: { value: 24 * 3600, unit: 'seconds', operator: true },
  /** A chunk that has not arrived by then is refused: clients give up after 120 s. */
  CHUNK_BODY_SECONDS: { value: 150, unit: 'seconds' },
  /** A chunk that is on its way for longer was cut off: what it left is collected, and another may take its place. */
  CHUNK_WRITE_SECONDS: { value: 300, unit: 'seconds' },
  /** Chunks of one upload on their way at once: each is in memory as far as it has come. */
  CHUNKS_AT_ONCE_MAX: { value: 6, unit: 'items' },
  /** A history may be this many times as large as its distinct chunks: erased pages repeat, four times as a rule. */
  CHUNK_REPEATS_MAX: { value: 16, unit: 'items' },
  /** The manifest of a history of 50 GiB, at 67 bytes a chunk and some to spare. */
  MANIFEST_MAX_BYTES: { value: 4 * MiB, unit: 'bytes' },
  /** How long the sessions of an interrupted report wait for the rest, and its receipt for retries. */
  REPORT_TTL_SECONDS: { value: 24 * 3600, unit: 'seconds' },
  /** One batch of a report, decompressed: 1,000 sessions, each with every count and the longest title. */
  REPORT_BATCH_MAX_BYTES: { value: 4 * MiB, unit: 'bytes' },
  /** The same as it travels, compressed: all of 8,564 sessions takes less. */
  REPORT_BATCH_GZIP_MAX_BYTES: { value: 1 * MiB, unit: 'bytes' },
  /** Reported sessions one slice applies at most: nothing is read for them, so more than of scanned ones. */
  REPORTED_SLICE_SESSIONS: { value: 2000, unit: 'sessions' },
  /** Profiles made of the sample history are erased after a day. */
  SAMPLE_TTL_SECONDS: { value: 24 * 3600, unit: 'seconds', operator: true },
  /** Pages that one profile keeps a live stream to; further ones poll. */
  EVENT_STREAMS_MAX: { value: 100, unit: 'items', operator: true },
  /** Streams of one profile to one address: a person’s tabs, and places left for everyone else. */
  EVENT_STREAMS_PER_ADDRESS_MAX: { value: 5, unit: 'items', operator: true },
  /** A stream ends after this long, and its page opens another: one that was forgotten frees its place. */
  EVENT_STREAM_SECONDS: { value: 900, unit: 'seconds' },
  /**
   * Pause between comments on a stream: proxies drop what is silent for 30 s, and a failed one reveals a reader
   * that is gone.
   */
  EVENT_HEARTBEAT_SECONDS: { value: 25, unit: 'seconds' },
  /** How long a process may hold a lock on a file: a few milliseconds, on the slowest disk. Then it is taken over. */
  FILE_LOCK_SECONDS: { value: 10, unit: 'seconds' },
  /** The hook in Hermes waits so long before it updates a page, so that turns in quick succession are one update. */
  HOOK_PAUSE_SECONDS: { value: 30, unit: 'seconds' },
  /** An update that a hook runs is ended then. The next one continues it. */
  HOOK_PUSH_SECONDS: { value: 600, unit: 'seconds' },
  /** A hook’s log begins anew at this size, and the one of before is kept: about a thousand updates. */
  HOOK_LOG_MAX_BYTES: { value: 128 * KiB, unit: 'bytes' },
  /**
   * Longest pause of “laurel push --watch” while its server is down, unless the server asks for more: soon enough
   * after a night.
   */
  WATCH_PAUSE_MAX_SECONDS: { value: 900, unit: 'seconds' },
  /** As many as the achievements plugin answers. */
  RECENT_UNLOCKS_MAX: { value: 20, unit: 'items' },
  /** How long a page marks an unlock as new: a visit every other day misses none. */
  NEW_UNLOCK_SECONDS: { value: 48 * 3600, unit: 'seconds' },
  /** Scan durations kept for the 95th percentile. */
  DURATION_HISTORY_ITEMS: { value: 100, unit: 'items' },
  /** How long a browser shows a picture without asking again. */
  IMAGE_TTL_SECONDS: { value: 300, unit: 'seconds', operator: true },
  /** The same for proxies, such as that of a README: they ask for many readers at once. */
  IMAGE_SHARED_TTL_SECONDS: { value: 600, unit: 'seconds', operator: true },
  /** How long a proxy may go on with what it has while it asks again, or gets no answer. */
  IMAGE_STALE_SECONDS: { value: 3600, unit: 'seconds' },
  /** Pages that `/explore` lists at once: a screen or two, of which all are drawn at once. */
  EXPLORE_PAGES: { value: 24, unit: 'items' },
  /** How long caches keep a page of `/explore` for visitors: who was just listed is soon there, who left soon gone. */
  EXPLORE_TTL_SECONDS: { value: 30, unit: 'seconds' },
  /** How long a placeholder image is cached: the real one may be available in a minute. */
  NOTICE_TTL_SECONDS: { value: 60, unit: 'seconds' },
  /** How long a browser stays signed in: a key is asked for a few times a year, and a lost machine forgets it. */
  SIGN_IN_SECONDS: { value: 90 * 24 * 3600, unit: 'seconds' },
  /** Browsers that are signed in to one profile, more than anyone uses; the one seen longest ago is signed out. */
  SIGN_INS_MAX: { value: 20, unit: 'items' },
  /** Retry-After of a rate-limited request: the period of the limiters in wrangler.toml. */
  RATE_LIMIT_PERIOD_SECONDS: { value: 60, unit: 'seconds' },
  /** Webhooks of one profile. */
  WEBHOOKS_MAX: { value: 5, unit: 'items', operator: true },
  /** Webhook messages sent by one alarm: with their timeouts far within the 15 minutes that it may take. */
  DELIVERIES_AT_ONCE: { value: 10, unit: 'items' },
  /** An address that has not answered a webhook message by then counts as unreachable. */
  DELIVERY_TIMEOUT_SECONDS: { value: 10, unit: 'seconds', operator: true },
  /** Webhook messages of one profile that wait to be delivered. The oldest are dropped for new ones. */
  DELIVERIES_PENDING_MAX: { value: 50, unit: 'items' },
  /** A webhook message that still fails after this long is given up. */
  DELIVERY_LIFE_SECONDS: { value: 24 * 3600, unit: 'seconds', operator: true },
  /**
   * How long a host is left alone after a webhook message failed; it doubles with each further failure. The
   * longest wait of a test.
   */
  DELIVERY_RETRY_BASE_SECONDS: { value: 60, unit: 'seconds' },
  /** The longest that a host is left alone, even if its `Retry-After` asks for more. */
  DELIVERY_RETRY_MAX_SECONDS: { value: 21_600, unit: 'seconds' },
  /**
   * Hosts that a profile’s webhook messages failed at, remembered so that a webhook that is added again does not
   * start anew.
   */
  FAILING_HOSTS_MAX: { value: 100, unit: 'items' },
  /**
   * A webhook that failed this long without a success between is disabled: whoever was there has had a week to
   * notice.
   */
  WEBHOOK_FAILING_SECONDS: { value: 7 * 86_400, unit: 'seconds' },
  /** An answer to a test is read this far: it holds a challenge of 44 characters, as JSON. */
  WEBHOOK_ANSWER_MAX_BYTES: { value: 1 * KiB, unit: 'bytes' },
  /** The shortest pause between two looks at an address that a history is pulled from. */
  PULL_INTERVAL_MIN_SECONDS: { value: 900, unit: 'seconds', operator: true },
  /** The longest such pause, and the longest that failures let it grow to. */
  PULL_INTERVAL_MAX_SECONDS: { value: 7 * 86_400, unit: 'seconds' },
  /**
   * How long a pull that was cut off waits before it resumes; it doubles with each further failure, up to its
   * interval.
   */
  PULL_RETRY_SECONDS: { value: 60, unit: 'seconds' },
  /** An address that has not begun to answer a pull by then counts as unreachable. */
  PULL_ANSWER_SECONDS: { value: 30, unit: 'seconds', operator: true },
  /** Bytes that one alarm pulls, where the server takes ranges: a long history leaves time for everything else. */
  PULL_SLICE_BYTES: { value: 64 * MiB, unit: 'bytes' },
  /** How long one alarm pulls, where the server takes ranges: the next one resumes there. */
  PULL_SLICE_SECONDS: { value: 60, unit: 'seconds' },
  /** How long one alarm pulls what cannot be resumed: a server without ranges, or a .gz. It may take 15 minutes. */
  PULL_WHOLE_SECONDS: { value: 600, unit: 'seconds', operator: true },
  /** Redirects that a pull follows: buckets and shares need two. */
  PULL_REDIRECTS_MAX: { value: 5, unit: 'items' },
  /** How often a pull begins again because the file has changed meanwhile, before it waits for the next time. */
  PULL_RESTARTS_MAX: { value: 3, unit: 'items' },
  /** The name of a page: those of most people, in most scripts. */
  IDENTITY_NAME_CHARACTERS: { value: 40, unit: 'characters' },
  /** The same in UTF-8: four bytes for each, as letters take at most. An emoji may take more. */
  IDENTITY_NAME_BYTES: { value: 160, unit: 'bytes' },
  /** The line below it: a sentence. */
  IDENTITY_LINE_CHARACTERS: { value: 140, unit: 'characters' },
  /** The same in UTF-8, as of the name. */
  IDENTITY_LINE_BYTES: { value: 560, unit: 'bytes' },
  /** Links of one page: what fits in two rows. Each is checked daily. */
  IDENTITY_LINKS_MAX: { value: 4, unit: 'items' },
  /** Badges that one page shows before all others: a row. */
  IDENTITY_PINS_MAX: { value: 3, unit: 'items' },
  /** A link is no longer than this, in its normal form: it stands on a page. */
  LINK_MAX_CHARACTERS: { value: 512, unit: 'characters' },
  /** How often a link is checked for a proof, and how long it is left alone after the first failure. */
  LINK_CHECK_SECONDS: { value: 86_400, unit: 'seconds' },
  /** The longest that it is left alone: the pause doubles with each failure. */
  LINK_CHECK_MAX_SECONDS: { value: 14 * 86_400, unit: 'seconds' },
  /** If nothing was found, saving has a link checked again so long after the last time: its owner may just have put it there. */
  LINK_ASKED_SECONDS: { value: 600, unit: 'seconds' },
  /** The shortest pause between two checks of one page, whatever its owner does: nobody floods a host through us. */
  LINK_PAUSE_SECONDS: { value: 60, unit: 'seconds' },
  /** Checks in a row without a proof that take it back: hosts are down for a day. */
  LINK_FAILURES_MAX: { value: 3, unit: 'items' },
  /** What has not answered by then proves nothing; the same again for all of the answer. */
  LINK_TIMEOUT_SECONDS: { value: 10, unit: 'seconds' },
  /** Redirects that a check follows, within the origin: to a slash, a language, a new name. */
  LINK_REDIRECTS_MAX: { value: 3, unit: 'items' },
  /** A page is searched this far for a link back: those of GitHub and Mastodon are half as long. */
  LINK_PAGE_MAX_BYTES: { value: 1 * MiB, unit: 'bytes' },
  /** The longest laurel.json, or answer of a resolver. */
  LINK_STATEMENT_MAX_BYTES: { value: 16 * KiB, unit: 'bytes' },
  /** Members of one circle: people who know each other. All of them are asked before a month is frozen. */
  CIRCLE_MEMBERS_MAX: { value: 100, unit: 'items', operator: true },
  /** Circles that one profile may be in: each is told of each unlock. */
  CIRCLES_MAX: { value: 10, unit: 'items', operator: true },
  /**
   * Characters of an invite code, 5 bits each: at 30 tries a minute, a guesser finds one of a million circles in
   * 70,000 years.
   */
  CIRCLE_CODE_CHARACTERS: { value: 12, unit: 'characters' },
  /** How long after its end a month of a circle is frozen: last sessions are reported in the morning. */
  CIRCLE_GRACE_SECONDS: { value: 12 * 3600, unit: 'seconds' },
  /** How long a month waits for members that could not be asked, before it is frozen with what they told last. */
  CIRCLE_PATIENCE_SECONDS: { value: 24 * 3600, unit: 'seconds' },
  /** The pause before a profile or a circle that could not be reached is tried again. */
  CIRCLE_RETRY_SECONDS: { value: 600, unit: 'seconds' },
  /** A circle that has not asked its members for this long asks them when its page is opened: messages may be lost. */
  CIRCLE_FRESH_SECONDS: { value: 300, unit: 'seconds' },
  /** How long a key signs credentials before another one takes its place. It verifies for good. */
  SIGNING_KEY_SECONDS: { value: 90 * 24 * 3600, unit: 'seconds', operator: true },
  /** Signed credentials that the issuer keeps in memory, about 8 KB each: those of more than 16 whole profiles. */
  TOKENS_KEPT_MAX: { value: 1000, unit: 'items' },
  /** How long verifiers may cache the keys: they fetch them again for an unknown key anyway. */
  JWKS_TTL_SECONDS: { value: 300, unit: 'seconds' },
  /** How long verifiers may go by a list of revoked credentials: one that was just revoked is not for long. */
  STATUS_LIST_TTL_SECONDS: { value: 300, unit: 'seconds' },
  /** A picture that a credential is sought in, in the reader’s browser: far more than any of ours has. */
  BAKED_FILE_MAX_BYTES: { value: 8 * MiB, unit: 'bytes' },
  /** How long a session list is served as it is: less than the pause between two polls, so each sees what is new. */
  LIST_FRESH_SECONDS: { value: 2.5, unit: 'seconds' },
  /** The same while a session streams: longer than the 5 s between polls, or each poll would rebuild the list. */
  LIST_FRESH_STREAMING_SECONDS: { value: 10, unit: 'seconds' },
  /** Session lists in the cache, evicted by least recent use: more than the clients of one owner request. */
  LIST_CACHE_ENTRIES: { value: 64, unit: 'items' },
  /** How long a request waits for another’s rebuild of a list before it gets the stale one: not noticeable. */
  LIST_STALE_WAIT_SECONDS: { value: 0.1, unit: 'seconds' },
  /** The same without a stale list, before the request builds its own: a rebuild mostly takes less. */
  LIST_FIRST_WAIT_SECONDS: { value: 0.25, unit: 'seconds' },
  /** Builds of a list that writes keep invalidating; the last one is answered but not cached. */
  LIST_RACES_MAX: { value: 3, unit: 'items' },
  /** Live sessions of one profile: years of them, and still listed at once. */
  LIVE_SESSIONS_MAX: { value: 10_000, unit: 'sessions', operator: true },
  /** A turn that streams and is not renewed for this long has ended: its agent is gone. */
  LIVE_STREAM_SECONDS: { value: 60, unit: 'seconds' },
  /** One event of Hermes: a whole conversation, longer than any model reads. No text of it is kept. */
  HERMES_EVENT_MAX_BYTES: { value: 8 * MiB, unit: 'bytes' },
  /** How old an event of Hermes may be, or how far ahead its clock: it sends each within minutes, or not at all. */
  HERMES_EVENT_AGE_SECONDS: { value: 3600, unit: 'seconds' },
  /** Events that are remembered for as long, so that none counts twice: five requests a second. */
  HERMES_EVENTS_MAX: { value: 20_000, unit: 'items' },
  /** A turn of which Hermes has told nothing for this long has ended: most tools take less. */
  HERMES_TURN_SECONDS: { value: 900, unit: 'seconds' },
  /** Session templates that one profile may keep: more than anyone chooses among. */
  TEMPLATES_MAX: { value: 50, unit: 'items', operator: true },
  /** Stories that a page may show: ten years with their months. One takes about 2 KB. */
  STORIES_MAX: { value: 130, unit: 'items' },
  /** Links to published stories on a profile’s page: a year with its months. A story links to all. */
  STORIES_LINKED_MAX: { value: 13, unit: 'items' },
  /** A story tells of the rate of work from so many sessions on: of fewer, it is chance. */
  WRAPPED_SESSIONS_MIN: { value: 5, unit: 'sessions' },
  /** A story tells of the busiest day from so many active days on, and of a streak that is as long: two are common. */
  WRAPPED_DAYS_MIN: { value: 3, unit: 'items' },
  /** A story tells of favourite tools if one was used this often. */
  WRAPPED_TOOL_USES_MIN: { value: 10, unit: 'items' },
  /** Tools that a story names: as many as a picture has room for. */
  WRAPPED_TOOLS_MAX: { value: 3, unit: 'items' },
  /** One session template as JSON: more than a model wants to read, and all of a profile fit into one message. */
  TEMPLATE_MAX_BYTES: { value: 512 * KiB, unit: 'bytes' },
  /** Of one answer in a session template: about a thousand tokens, enough to see what a call gives. The rest is cut. */
  TEMPLATE_ANSWER_MAX: { value: 4000, unit: 'characters' },
  /** Examples in one session template: as many as 100 messages hold, with one call each. */
  TEMPLATE_EXAMPLES_MAX: { value: 50, unit: 'items' },
  /** Sessions that the server looks into for suggestions: some reads from storage each. */
  SUGGESTION_SESSIONS: { value: 100, unit: 'sessions' },
  /** Messages that a template can be injected into: a new session hardly has more. */
  INJECT_MAX_BYTES: { value: 4 * MiB, unit: 'bytes' },
  /** Records of reported sessions in one profile, for lists and insights: those of 200,000 sessions, at 1 KB each. */
  REPORTED_RECORDS_MAX_BYTES: { value: 200 * MiB, unit: 'bytes', operator: true },
  /** Distinct tools, skills, models or platforms that insights tell apart: a few MB of memory at the longest. */
  INSIGHTS_TALLIED_MAX: { value: 5000, unit: 'items' },
  /** Those of each that a report lists, the most used: with the days, an answer stays below 1 MiB. */
  INSIGHTS_LISTED_MAX: { value: 200, unit: 'items' },
  /** Days that a report lists, the latest: more than three years. */
  INSIGHTS_DAYS_MAX: { value: 1200, unit: 'items' },
  /** Sessions one source may hold from one machine. */
  SESSIONS_MAX: { value: 200_000, unit: 'sessions', operator: true },
  /** Rows in one list of sessions, about 400 KB; further ones are requested by offset. */
  SESSION_LIST_MAX: { value: 1000, unit: 'sessions' },
  /** Sessions that the histories of one profile may hold together: about 500 MB of counts in its object. */
  PROFILE_SESSIONS_MAX: { value: 500_000, unit: 'sessions', operator: true },
  /** Messages one source may hold: three times those of a history of 6 GB, and still read within minutes. */
  MESSAGES_MAX: { value: 10_000_000, unit: 'items', operator: true },
  /**
   * Messages of one session that are counted, the first ones: their row numbers are in memory while it is read,
   * about 20 MB.
   */
  SESSION_MESSAGES_MAX: { value: 200_000, unit: 'items' },
  /**
   * Text one row may hold; of more the beginning and the end are counted, a sixteenth of this each. A row is in
   * memory up to three times over while it is analysed.
   */
  ROW_MAX_BYTES: { value: 16 * MiB, unit: 'bytes' },
  /** Ids, titles and models of all sessions together, which a listing holds in memory. */
  LISTING_MAX_BYTES: { value: 64 * MiB, unit: 'bytes' },
  /** Memory SQLite may take for all that an isolate has open, of its 128 MB: more is refused, not taken. */
  SQLITE_HEAP_MAX_BYTES: { value: 64 * MiB, unit: 'bytes' },
  /**
   * While the disk of `laurel serve` has less room, nothing more is stored: on a full one nothing could even be
   * deleted.
   */
  DISK_RESERVE_BYTES: { value: 512 * MiB, unit: 'bytes' },
  /**
   * Above this `laurel serve` restarts its runtime in a quiet moment: workerd gives memory back late, and takes
   * 700 MB under load.
   */
  SERVER_MEMORY_BYTES: { value: 1536 * MiB, unit: 'bytes' },
} as const satisfies Record<string, Setting>

/** What an operator turns on by a variable of the same name with the value 1. Everything is off by default. */
export const SWITCHES = {
  ALLOW_PRIVATE_TARGETS:
    'Webhooks and pulls may go to private names and addresses, any port, and plain HTTP: for a server whose every user may reach all of its network.',
} as const satisfies Record<string, string>
