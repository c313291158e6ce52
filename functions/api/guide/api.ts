import type { Section } from './blocks.ts'

const AUTH = '-H "Authorization: Bearer $KEY"'
const JSON_TYPE = "-H 'Content-Type: application/json'"
const PROFILE = 'ORIGIN/api/v1/profiles/ada'

export const BASICS: Section = {
  name: 'Basics',
  paths: /^\/health/,
  blocks: [
    {
      text: 'The API lives below `/api/v1`. The owner key goes into the `Authorization` header. Clients of the Hermes achievements plugin find its endpoints below `/api/v1/profiles/HANDLE`.',
    },
    {
      text: 'Every failure has one shape, `{"error": {"code", "message", "hint"}}`, and the matching HTTP status. Times are Unix seconds.',
    },
    {
      text: 'Per minute and address: 30 requests that create profiles or try keys, 600 other writes, 12,000 chunks and 6,000 pictures. After that the answer is 429 with `Retry-After`.',
    },
  ],
}

export const PROFILES: Section = {
  name: 'Profiles',
  paths: /^\/profiles(\/\{handle\}(\/archive)?)?$/,
  blocks: [
    { text: 'The answer to the first request holds the owner key, this once.' },
    {
      code: [
        `curl -X POST ORIGIN/api/v1/profiles ${JSON_TYPE} \\`,
        `  -d '{"handle": "ada", "time_zone": "Europe/Berlin", "visibility": "public"}'`,
        'KEY=laurel_…',
        '',
        '# Everything that the profile holds, as one ZIP archive',
        `curl ${AUTH} -o laurel-ada.zip ${PROFILE}/archive`,
        '',
        '# Delete all of it',
        `curl -X DELETE ${AUTH} ${PROFILE}`,
      ],
    },
  ],
}

export const HISTORIES: Section = {
  name: 'Histories',
  paths: /^\/profiles\/\{handle\}\/sources/,
  blocks: [
    {
      text: 'A profile is made of one or more histories, called sources. Each comes in as a file, or as a report of figures that were counted elsewhere. Sending the same bytes again changes nothing.',
    },
    {
      code: [
        '# A whole file, plain or compressed',
        `curl -T ~/.hermes/state.db ${AUTH} ${PROFILE}/sources/default/snapshot`,
        `gzip -c ~/.hermes/state.db | curl -T - ${AUTH} -H 'Content-Encoding: gzip' \\`,
        `  ${PROFILE}/sources/default/snapshot`,
        '',
        '# A file of any size in chunks: say what it consists of, put what is missing, commit',
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/sources/default/uploads \\`,
        `  -d '{"main": {"size": 192512, "chunk_size": 1048576, "chunks": ["SHA256_OF_THE_CHUNK"]}}'`,
        '',
        '# Figures alone: begin, put the sessions that differ, commit with the digest of the whole',
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/sources/default/reports -d '{"engine_version": 2}'`,
        `curl -X PUT ${AUTH} ${JSON_TYPE} ${PROFILE}/sources/default/reports/REPORT_ID/sessions \\`,
        `  -d '{"sessions": [{"id": "00112233445566778899aabbccddeeff", "fingerprint": "0011223344556677",`,
        `        "started_at": 1750000020, "model": null, "counts": {"message_count": 12, "error_count": 2}}]}'`,
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/sources/default/reports/REPORT_ID/commit \\`,
        `  -d '{"sessions": 1, "digest": "SHA256_OF_THE_BUCKETS"}'`,
        '',
        '# A second history, deleted as soon as it is scanned; its figures stay',
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/sources \\`,
        `  -d '{"name": "laptop", "retention": "delete-after-scan"}'`,
        `curl -X PATCH ${AUTH} ${JSON_TYPE} ${PROFILE}/sources/laptop -d '{"name": "desk", "retention": "keep"}'`,
        `curl -X DELETE ${AUTH} ${PROFILE}/sources/desk`,
      ],
    },
    {
      list: [
        '`laurel push` and the front page do all of this for you, and go on where they were cut off.',
        'A single request takes up to 100 MB, the platform’s limit. Chunks have no such limit.',
        'A file sent with curl comes without its `state.db-wal` and `state.db-journal`, which hold the newest rows while Hermes runs. Use `laurel push`, or stop Hermes first. Don’t open the file with another program meanwhile: some versions of Hermes lose what they write afterwards.',
        'One bad item spoils nothing. Of a row with more than 16 MiB of text the first and the last MiB count, of a session with more than 200,000 messages the first ones, and sessions on damaged pages are left out. The owner sees which ones; nobody else does.',
      ],
    },
  ],
}

export const VIEW: Section = {
  name: 'Achievements',
  paths:
    /^\/profiles\/\{handle\}\/(achievements$|achievements\/summary|events|export|recent-unlocks|rescan|reset-state|scan-status|sessions\/\{id\}\/badges)/,
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
        '# For the owner: scan now and wait; what one session alone would unlock',
        `curl -X POST ${AUTH} ${PROFILE}/rescan`,
        `curl ${AUTH} ${PROFILE}/sessions/SESSION_ID/badges`,
      ],
    },
  ],
}

export const SESSIONS: Section = {
  name: 'Sessions and insights',
  paths: /^\/profiles\/\{handle\}\/(sessions$|insights|live-sessions)/,
  blocks: [
    {
      text: 'Both are the owner’s alone. Totals of the last 30 days are public only if the owner publishes them.',
    },
    {
      code: [
        `curl ${AUTH} '${PROFILE}/sessions?order=last_active&limit=20'`,
        `curl ${AUTH} '${PROFILE}/insights?days=7&source=cli'`,
        `curl -X PATCH ${AUTH} ${JSON_TYPE} ${PROFILE} -d '{"publish_insights": true}'`,
        `curl ${PROFILE}/insights/summary`,
      ],
    },
    {
      text: 'Agents that keep no `state.db` can report sessions as they go on, if the owner turns `sync_to_insights` on. These sessions count for no achievement. Totals are those of the session so far.',
    },
    {
      code: [
        `curl -X PATCH ${AUTH} ${JSON_TYPE} ${PROFILE} -d '{"sync_to_insights": true}'`,
        `curl -X PUT ${AUTH} ${JSON_TYPE} ${PROFILE}/live-sessions/session-1 \\`,
        `  -d '{"message_count": 2, "input_tokens": 1200}'`,
        '',
        '# A turn streams until it ends, or for 60 seconds after the last of these',
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/live-sessions/session-1/stream -d '{"stream_id": "turn-1"}'`,
        `curl -X DELETE ${AUTH} ${PROFILE}/live-sessions/session-1/stream`,
        '',
        '# A title that a person chose: no report replaces it',
        `curl -X PATCH ${AUTH} ${JSON_TYPE} ${PROFILE}/live-sessions/session-1 -d '{"title": "The build, fixed"}'`,
      ],
    },
  ],
}

export const TEMPLATES: Section = {
  name: 'Session templates',
  paths: /^\/profiles\/\{handle\}\/session-templates/,
  blocks: [
    {
      text: 'A template is a short run of real tool calls from a session that went well, put at the head of a new one. It is text of the history, for the owner alone; what looks like a secret is taken out.',
    },
    {
      code: [
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/session-templates/suggest -d '{"limit": 5}'`,
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/session-templates \\`,
        `  -d '{"session_id": "SESSION_ID", "name": "why-slow"}'`,
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/session-templates/why-slow/inject \\`,
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
        `curl -X POST ${AUTH} ${JSON_TYPE} ${PROFILE}/webhooks \\`,
        `  -d '{"url": "https://example.com/hooks/laurel", "form": "json"}'`,
      ],
    },
    {
      list: [
        'The answer holds the secret that signs the messages, this once. They are signed as Standard Webhooks has it.',
        'The first scan of a history is one message that sums it up, the proudest badges first. Later unlocks are one message each.',
        'A failed message is sent again after growing pauses, for about a day. Messages never go to private addresses or through redirects.',
        '`"form": "discord"` makes them messages for a Discord channel.',
      ],
    },
  ],
}
