import { STATS_VERSION } from '../../../src/engine/version.ts'
import { paths, urls } from '../../../src/urls.ts'
import type { Section } from './blocks.ts'

const AUTH = '-H "Authorization: Bearer $KEY"'
const JSON_TYPE = "-H 'Content-Type: application/json'"
const SITE = urls({ origin: 'ORIGIN' })
const PROFILE = SITE.profileApi('ada')

/** The first line of a request that sends JSON with the owner key; its URL and body follow. */
const sending = (method: 'POST' | 'PUT' | 'PATCH') => `curl -X ${method} ${AUTH} ${JSON_TYPE} \\`

export const BASICS: Section = {
  name: 'Basics',
  paths: /^\/health/,
  blocks: [
    {
      text: `The API lives below \`${paths.api}\`. Send the owner key in the \`Authorization\` header. Clients of the Hermes achievements plugin find its endpoints below \`${paths.profileApi('HANDLE')}\`.`,
    },
    {
      text: 'Every failure has one shape, `{"error": {"code", "message", "hint"}}`, and the matching HTTP status. Times are Unix seconds unless said otherwise.',
    },
    {
      text: 'A server has one address. Requests to another of its hosts are redirected to it with 308, and refused with 421 if they write or sign.',
    },
    {
      text: 'Each IPv4 address, and each IPv6 network of 64 bits, may make 30 requests a minute that create profiles, add or test webhooks or try keys, 600 other writes, 12,000 requests for chunks and 6,000 for pictures, 600 of them for those of one profile. Beyond that the answer is 429 with `Retry-After`.',
    },
  ],
}

export const PROFILES: Section = {
  name: 'Profiles',
  paths: /^\/profiles(\/\{handle\}(\/(archive|owner-key|sign-ins.*))?)?$/,
  blocks: [
    {
      text: 'The answer to the first request holds the owner key and a recovery code. They are never shown again. From a terminal, `laurel create` sends this request and saves the key for `laurel push`.',
    },
    {
      code: [
        `curl -X POST ${SITE.profilesApi} ${JSON_TYPE} \\`,
        `  -d '{"handle": "ada", "time_zone": "Europe/Berlin", "visibility": "public"}'`,
        'KEY=laurel_…',
        '',
        '# Everything that the profile holds, as one ZIP archive',
        `curl -o laurel-ada.zip ${AUTH} \\`,
        `  ${PROFILE}/archive`,
        '',
        '# A new key, which ends the present one at once; then the same without a key, once',
        `curl -X POST ${AUTH} \\`,
        `  ${PROFILE}/owner-key`,
        `curl -X POST ${JSON_TYPE} \\`,
        `  ${PROFILE}/owner-key \\`,
        `  -d '{"recovery_code": "laurel_recovery_…"}'`,
        '',
        '# The browsers that are signed in, and the end of one of them',
        `curl ${AUTH} \\`,
        `  ${PROFILE}/sign-ins`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${PROFILE}/sign-ins/SIGN_IN_ID`,
        '',
        '# Delete all of it',
        `curl -X DELETE ${AUTH} ${PROFILE}`,
      ],
    },
    {
      text: 'A browser signs in with the key once. From then on it has a token of its own, for 90 days at most: until it signs out, its owner signs it out, or the key is replaced. A token is good for no `Authorization` header.',
    },
    {
      text: 'The recovery code opens nothing but a new key, and the answer has the next code. It stays when the key alone is replaced; send `"renew_recovery_code": true` with the key to replace both.',
    },
    {
      text: 'Profiles made of the sample history are deleted after a day, and those that have got nothing after 30 days. A handle that was given up rests for 30 days before anybody can have it. From one network 30 profiles may be created a day. Where profiles are created by invitation, send a code as `invitation`.',
    },
  ],
}

export const HISTORIES: Section = {
  name: 'Histories',
  paths: /^\/profiles\/\{handle\}\/(sources|naming-key)/,
  blocks: [
    {
      text: 'A profile has one or more histories, which the API calls sources. Each arrives as a file, or as a report of figures that were counted elsewhere. Sending the same bytes again changes nothing.',
    },
    {
      text: 'A session counts once, however many histories have it: by the copy with the latest activity, then with more messages. Uploaded sessions are named here, reported ones by the client that reports them, all under the profile’s naming key.',
    },
    {
      text: 'Several machines may report to one history. A report that begins with the header `Laurel-Machine` changes only what that machine reported; a session leaves when every machine that has it says so. Renaming, removing and the limits cover all of them. A history that came without such an id, as a file or from an older client, is taken over by the first report of the same machine, or by one that has all of its sessions.',
    },
    {
      code: [
        '# A whole file, plain or compressed',
        `curl -T ~/.hermes/state.db ${AUTH} \\`,
        `  ${PROFILE}/sources/default/snapshot`,
        `gzip -c ~/.hermes/state.db | curl -T - ${AUTH} \\`,
        `  -H 'Content-Encoding: gzip' ${PROFILE}/sources/default/snapshot`,
        '',
        '# A file of any size, in chunks: list them, put those that are missing, commit',
        sending('POST'),
        `  ${PROFILE}/sources/default/uploads \\`,
        `  -d '{"main": {"size": 192512, "chunk_size": 1048576, "chunks": ["SHA256_OF_THE_CHUNK"]}}'`,
        '',
        '# The key that reported sessions are named under',
        `curl ${AUTH} ${PROFILE}/naming-key`,
        '',
        '# Figures alone: begin, put the sessions that differ, commit with the digest of the whole',
        sending('POST'),
        `  ${PROFILE}/sources/default/reports \\`,
        `  -d '{"engine_version": ${STATS_VERSION}}'`,
        sending('PUT'),
        `  ${PROFILE}/sources/default/reports/REPORT_ID/sessions \\`,
        `  -d '{"sessions": [{"id": "00112233445566778899aabbccddeeff", "fingerprint": "0011223344556677",`,
        `        "started_at": 1750000020, "model": null, "counts": {"message_count": 12, "error_count": 2}}]}'`,
        sending('POST'),
        `  ${PROFILE}/sources/default/reports/REPORT_ID/commit \\`,
        `  -d '{"sessions": 1, "digest": "SHA256_OF_THE_BUCKETS"}'`,
        '',
        '# A second history, deleted as soon as it is scanned; its figures stay',
        sending('POST'),
        `  ${PROFILE}/sources \\`,
        `  -d '{"name": "laptop", "retention": "delete-after-scan"}'`,
        sending('PATCH'),
        `  ${PROFILE}/sources/laptop \\`,
        `  -d '{"name": "desk", "retention": "keep"}'`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${PROFILE}/sources/desk`,
      ],
    },
    {
      list: [
        '`laurel push` and the front page do all of this for you, and resume where they were cut off.',
        'A whole file in one request may have up to 100 MB: that is the platform’s limit. In chunks it may be far larger: up to six of them at once.',
        'A file sent with curl comes without its `state.db-wal` and `state.db-journal`, which hold the newest rows while Hermes runs. Use `laurel push`, or stop Hermes first. Don’t open the file with another program while Hermes runs: some versions of Hermes lose what they write afterwards.',
        'One bad row does not spoil the rest. Of a row with more than 16 MiB of text, the first and the last MiB count. Of a session with more than 200,000 messages, the first 200,000 count. Sessions on damaged pages are left out. Only the owner sees which, and how many pages could not be read where it is unknown whose they were. A file is refused only if none of its sessions can be read.',
      ],
    },
  ],
}

export const VIEW: Section = {
  name: 'Achievements',
  paths:
    /^\/profiles\/\{handle\}\/(achievements$|achievements\/summary|events|export|recent-unlocks|recount|rescan|reset-state|scan-status|sessions\/\{id\}\/badges)/,
  blocks: [
    {
      text: 'Every page, picture and answer is made from one published view. Each unlock and tier is dated by the session that earned it; `recorded_at` says when Laurel first counted it.',
    },
    {
      code: [
        `curl '${PROFILE}/achievements?state=unlocked&sort_by=tier&limit=10'`,
        `curl ${PROFILE}/scan-status`,
        `curl ${PROFILE}/recent-unlocks`,
        '',
        '# For the owner: scan now and wait for the end; what one session alone would unlock',
        `curl -X POST ${AUTH} ${PROFILE}/rescan`,
        `curl ${AUTH} \\`,
        `  ${PROFILE}/sessions/SESSION_ID/badges`,
      ],
    },
  ],
}

export const SESSIONS: Section = {
  name: 'Sessions and insights',
  paths: /^\/profiles\/\{handle\}\/(sessions$|insights|live-sessions)/,
  blocks: [
    {
      text: 'Both are the owner’s alone. Visitors see totals of the last 30 days if the owner publishes them. Sessions that were reported without records, or whose history was deleted before Laurel kept records, are listed once they are sent again.',
    },
    {
      code: [
        `curl ${AUTH} \\`,
        `  '${PROFILE}/sessions?order=last_active&limit=20'`,
        `curl ${AUTH} \\`,
        `  '${PROFILE}/insights?days=7&source=cli'`,
        sending('PATCH'),
        `  ${PROFILE} \\`,
        `  -d '{"publish_insights": true}'`,
        `curl ${PROFILE}/insights/summary`,
      ],
    },
    {
      text: 'Agents that keep no `state.db` can report sessions while they go on, if the owner turns `sync_to_insights` on; until then, reports are accepted and dropped. These sessions count for no achievement. Report the totals of the session so far, not what was added.',
    },
    {
      code: [
        sending('PATCH'),
        `  ${PROFILE} \\`,
        `  -d '{"sync_to_insights": true}'`,
        sending('PUT'),
        `  ${PROFILE}/live-sessions/session-1 \\`,
        `  -d '{"message_count": 2, "input_tokens": 1200}'`,
        '',
        '# A turn streams until it ends, or for 60 seconds after the last of these',
        sending('POST'),
        `  ${PROFILE}/live-sessions/session-1/stream \\`,
        `  -d '{"stream_id": "turn-1"}'`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${PROFILE}/live-sessions/session-1/stream`,
        '',
        '# A title that a person chose: no report replaces it',
        sending('PATCH'),
        `  ${PROFILE}/live-sessions/session-1 \\`,
        `  -d '{"title": "The build, fixed"}'`,
      ],
    },
  ],
}

export const TEMPLATES: Section = {
  name: 'Session templates',
  paths: /^\/profiles\/\{handle\}\/session-templates/,
  blocks: [
    {
      text: 'A template is a short run of tool calls from a session that went well, to put at the head of a new one. It is text of the history, so only the owner sees it. What looks like a secret is taken out; look at a template all the same before you share it.',
    },
    {
      code: [
        sending('POST'),
        `  ${PROFILE}/session-templates/suggest \\`,
        `  -d '{"limit": 5}'`,
        sending('POST'),
        `  ${PROFILE}/session-templates \\`,
        `  -d '{"session_id": "SESSION_ID", "name": "why-slow"}'`,
        sending('POST'),
        `  ${PROFILE}/session-templates/why-slow/inject \\`,
        `  -d '{"messages": [{"role": "user", "content": "Why is the feeder slow?"}]}'`,
      ],
    },
  ],
}

export const WEBHOOKS: Section = {
  name: 'Webhooks',
  paths: /^\/profiles\/\{handle\}\/webhooks/,
  blocks: [
    {
      code: [
        sending('POST'),
        `  ${PROFILE}/webhooks \\`,
        `  -d '{"url": "https://example.com/hooks/laurel", "form": "json"}'`,
      ],
    },
    {
      list: [
        'The answer holds the secret that signs the messages, as in Standard Webhooks. It is never shown again.',
        'The address is sent a test, `{"type": "laurel.test", "data": {"challenge": "…", …}}`. It is live once it answers a test with `{"challenge": "…"}` and a status of 2xx. `POST …/webhooks/ID/test` sends another.',
        'The first scan of a history sends one message that sums it up, the proudest badges first. After that, each badge or tier is a message of its own.',
        'A message that fails is sent again for a day, after pauses that grow from a minute to six hours. A host that fails, or asks for time with `Retry-After`, is left alone meanwhile. At most 50 messages of a profile wait; the oldest make room.',
        'A webhook is disabled if its address answers 404 or 410, or if nothing gets through for a week. A test that is delivered enables it again.',
        'No message goes to a private address or to a port other than 443 and 8443, or follows a redirect.',
        'With `"form": "discord"` they are messages for a Discord channel, whose address is live at once.',
      ],
    },
  ],
}
