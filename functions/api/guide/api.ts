import { STATS_VERSION } from '../../../src/engine/version.ts'
import { PATHS, type Section, SITE } from './blocks.ts'

const AUTH = '-H "Authorization: Bearer $KEY"'
const JSON_TYPE = "-H 'Content-Type: application/json'"
const PROFILE = SITE.profileApi('ada')

/** The first line of a request that sends JSON with the owner key; its URL and body follow. */
const sending = (method: 'POST' | 'PUT' | 'PATCH') => `curl -X ${method} ${AUTH} ${JSON_TYPE} \\`

export const BASICS: Section = {
  name: 'Basics',
  paths: /^\/health/,
  blocks: [
    {
      text: `The API lives below \`${PATHS.api}\`. Send the owner key in the \`Authorization\` header. Clients of the Hermes achievements plugin find its endpoints below \`${PATHS.profileApi('HANDLE')}\`.`,
    },
    {
      text: 'Every failure has one shape, `{"error": {"code", "message", "hint"}}`, and the matching HTTP status. Times are Unix seconds unless said otherwise.',
    },
    {
      text: 'A server has one public URL. Requests to its other hosts are redirected there (308), or refused (421) if they write or sign.',
    },
    {
      text: `Scripts on other sites may read what anyone may, this description of the API (\`${PATHS.openApi}\`) and the feeds included, but can’t send the owner key.`,
    },
    {
      text: 'Each IPv4 address, and each IPv6 network of 64 bits, may make 30 requests a minute that create profiles or circles, add or test webhooks, set pulls, say whose page it is or try keys and codes, 600 other writes, 12,000 requests for chunks and 6,000 for pictures, 600 of them for those of one profile. Beyond that the answer is 429 with `Retry-After`.',
    },
  ],
}

export const PROFILES: Section = {
  name: 'Profiles',
  paths: /^\/profiles(\/\{handle\}(\/(archive|owner-key|sign-ins.*))?)?$/,
  blocks: [
    {
      text: 'The first response contains the owner key and a recovery code. They are never shown again. From a terminal, `laurel create` sends this request and saves the key for `laurel push`.',
    },
    {
      code: [
        `curl -X POST ${SITE.profilesApi} ${JSON_TYPE} \\`,
        `  -d '{"handle": "ada", "time_zone": "Europe/Berlin", "visibility": "public"}'`,
        'KEY=laurel_…',
        '',
        '# Everything in the profile, as one ZIP archive',
        `curl -o laurel-ada.zip ${AUTH} \\`,
        `  ${PROFILE}/archive`,
        '',
        '# Replace the key, which takes effect at once; then the same with the recovery code, once',
        `curl -X POST ${AUTH} \\`,
        `  ${PROFILE}/owner-key`,
        `curl -X POST ${JSON_TYPE} \\`,
        `  ${PROFILE}/owner-key \\`,
        `  -d '{"recovery_code": "laurel_recovery_…"}'`,
        '',
        '# List signed-in browsers, and sign one of them out',
        `curl ${AUTH} \\`,
        `  ${PROFILE}/sign-ins`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${PROFILE}/sign-ins/SIGN_IN_ID`,
        '',
        '# List a public profile on the site’s page “Explore”',
        sending('PATCH'),
        `  ${PROFILE} \\`,
        `  -d '{"listed": true}'`,
        '',
        '# Delete everything',
        `curl -X DELETE ${AUTH} ${PROFILE}`,
      ],
    },
    {
      text: 'A browser signs in with the key once and gets its own token, valid for up to 90 days: until it signs out, the owner signs it out, or the key is replaced. Tokens don’t work in the `Authorization` header.',
    },
    {
      text: 'The recovery code is only good for getting a new key; the response contains the next code. Replacing the key with the key itself keeps the code; send `"renew_recovery_code": true` to replace both.',
    },
    {
      text: 'Sample profiles are deleted after a day, and profiles without a history after 30 days. A released handle is reserved for 30 days before anyone can take it. One network can create 30 profiles a day. If the server requires an invitation, send the code as `invitation`.',
    },
  ],
}

export const HISTORIES: Section = {
  name: 'Histories',
  paths: /^\/profiles\/\{handle\}\/(sources|naming-key)/,
  blocks: [
    {
      text: 'A profile has one or more histories, which the API calls sources. Each arrives as a file, or as a report of counts made elsewhere. Sending the same bytes again changes nothing.',
    },
    {
      text: 'A session counts once, however many histories contain it: the copy with the latest activity wins, then the one with more messages. The server names uploaded sessions, clients name reported ones; both use the profile’s naming key.',
    },
    {
      text: 'Several machines may report to one history. A report started with the `Laurel-Machine` header only changes what that machine reported; a session is removed once every machine that had it drops it. Renaming, removing and limits apply to the history as a whole. A history that came without a machine id, as a file or from an older client, is taken over by the first report from the same machine, or by one that contains all of its sessions.',
    },
    {
      code: [
        '# A whole file, plain or compressed',
        `curl -T ~/.hermes/state.db ${AUTH} \\`,
        `  ${PROFILE}/sources/default/snapshot`,
        `gzip -c ~/.hermes/state.db | curl -T - ${AUTH} \\`,
        `  -H 'Content-Encoding: gzip' ${PROFILE}/sources/default/snapshot`,
        '',
        '# A file of any size, in chunks: list them, send the missing ones, commit',
        sending('POST'),
        `  ${PROFILE}/sources/default/uploads \\`,
        `  -d '{"main": {"size": 192512, "chunk_size": 1048576, "chunks": ["SHA256_OF_THE_CHUNK"]}}'`,
        '',
        '# The key for naming reported sessions',
        `curl ${AUTH} ${PROFILE}/naming-key`,
        '',
        '# Counts only: start, send the sessions that differ, commit with the digest of all',
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
        '# A second history, deleted after scanning; its counts stay',
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
        '`laurel push` and the home page do all of this for you, and resume after interruptions.',
        'A file sent in one request can have up to 100 MB (the platform’s limit). In chunks it can be much larger; send up to six chunks at once.',
        'A file sent with curl lacks its `state.db-wal` and `state.db-journal`, which hold the newest rows while Hermes runs. Use `laurel push`, or stop Hermes first. Don’t open the file with another program while Hermes runs: some versions of Hermes then lose what they write.',
        'One bad row doesn’t spoil the rest. In a row with more than 16 MiB of text, only the first and last MiB count. In a session with more than 200,000 messages, only the first 200,000 count. Sessions on damaged pages are left out. Only the owner sees which ones, and how many unreadable pages couldn’t be assigned to a session. A file is refused only if none of its sessions can be read.',
      ],
    },
  ],
}

export const VIEW: Section = {
  name: 'Achievements',
  paths:
    /^\/rarity$|^\/profiles\/\{handle\}\/(achievements$|achievements\/summary|events|export|recent-unlocks|recount|rescan|reset-state|scan-status|sessions\/\{id\}\/badges)/,
  blocks: [
    {
      text: 'Every page, picture and response is made from one published view. Each unlock and tier is dated by the session that earned it; `recorded_at` says when Laurel first counted it.',
    },
    {
      code: [
        `curl '${PROFILE}/achievements?state=unlocked&sort_by=tier&limit=10'`,
        `curl ${PROFILE}/scan-status`,
        `curl ${PROFILE}/recent-unlocks`,
        '',
        '# How rare each tier of each badge is among public pages',
        `curl ${SITE.rarityApi}`,
        '',
        '# For the owner: scan now and wait until done; what one session alone would unlock',
        `curl -X POST ${AUTH} ${PROFILE}/rescan`,
        `curl ${AUTH} \\`,
        `  ${PROFILE}/sessions/SESSION_ID/badges`,
      ],
    },
  ],
}

export const SESSIONS: Section = {
  name: 'Sessions and insights',
  paths: /^\/profiles\/\{handle\}\/(sessions$|insights|live-sessions|hermes-events)/,
  blocks: [
    {
      text: 'Only the owner can see these. Visitors see totals of the last 30 days if the owner publishes them, and with `publish_calendar` a picture of the year, `calendar.svg`. Sessions reported without records, or whose history was deleted before Laurel kept records, are listed once they are sent again.',
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
      text: 'Agents without a `state.db` can report sessions while they run, if the owner turns on `sync_to_insights`; until then, reports are accepted and ignored. These sessions don’t count towards achievements. Always report the session’s totals so far, not increments. The newest report wins, even with fewer messages or a lower cost: the one with the greatest `revision`, else the latest `reported_at`, else the last to arrive. What can’t be taken of a report is listed in the answer, under `left_out`.',
    },
    {
      code: [
        sending('PATCH'),
        `  ${PROFILE} \\`,
        `  -d '{"sync_to_insights": true}'`,
        sending('PUT'),
        `  ${PROFILE}/live-sessions/session-1 \\`,
        `  -d '{"revision": 1, "message_count": 2, "input_tokens": 1200}'`,
        '',
        '# A turn streams until it ends, or for 60 seconds after the last of these',
        sending('POST'),
        `  ${PROFILE}/live-sessions/session-1/stream \\`,
        `  -d '{"stream_id": "turn-1"}'`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${PROFILE}/live-sessions/session-1/stream`,
        '',
        '# A title chosen by a person: reports don’t replace it',
        sending('PATCH'),
        `  ${PROFILE}/live-sessions/session-1 \\`,
        `  -d '{"title": "The build, fixed"}'`,
      ],
    },
    {
      text: 'Hermes itself can report its sessions, without any code: it posts its events to your page. The answer to this request holds the lines for `~/.hermes/config.yaml`. Each event counts once, however often it is sent and in whatever order they come. Events are taken for an hour. Hermes sends the conversation along; Laurel keeps nothing of it but the number of messages. If it shouldn’t be sent at all, leave `pre_llm_call` and `post_llm_call` out of the list: turns and usage are still seen, and messages aren’t counted.',
    },
    {
      code: [`curl -X POST ${AUTH} \\`, `  ${PROFILE}/hermes-events/secret`],
    },
  ],
}

export const TEMPLATES: Section = {
  name: 'Session templates',
  paths: /^\/profiles\/\{handle\}\/session-templates/,
  blocks: [
    {
      text: 'A template is a short run of tool calls from a session that went well, to put at the start of a new one. It contains text from the history, so only the owner sees it. Anything that looks like a secret is removed; check a template anyway before you share it. On the machine that runs Hermes, `laurel templates` makes templates, too, and puts them where Hermes reads them.',
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

export const PULLS: Section = {
  name: 'Pulls',
  paths: /^\/profiles\/\{handle\}\/pulls/,
  blocks: [
    {
      text: 'A history can come from an address: a file that a share, a bucket or a NAS serves. The server looks again after each interval, so the page stays current without anyone sending anything.',
    },
    {
      code: [
        '# Pull a history every hour, with a header if the address needs one',
        sending('PUT'),
        `  ${PROFILE}/pulls/nas \\`,
        `  -d '{"url": "https://nas.example.com/hermes/state.db", "interval_seconds": 3600,`,
        `       "header": {"name": "Authorization", "value": "Bearer …"}}'`,
        '',
        '# See how they are doing, pull one now, and end it; what was fetched stays',
        `curl ${AUTH} ${PROFILE}/pulls`,
        `curl -X POST ${AUTH} \\`,
        `  ${PROFILE}/pulls/nas/now`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${PROFILE}/pulls/nas`,
      ],
    },
    {
      text: 'From a terminal, `laurel pull add`, `list`, `now` and `remove` send these requests. At the other end, let cron make the copy that is served. Beside a Hermes up to v0.21.2 that runs, no other SQLite program may open the file: it can cost what the agent writes next. There, use `laurel push`, or copy while the agent is stopped.',
    },
    {
      code: [
        '# On a machine with a web server, only what has changed',
        'sqlite3_rsync ~/.hermes/state.db nas:/srv/www/hermes/state.db',
        '',
        '# In a bucket',
        'sqlite3_rsync ~/.hermes/state.db /tmp/state.db',
        'rclone copyto /tmp/state.db bucket:hermes/state.db',
        '',
        '# From a restic backup, replaced as a whole; the backup must contain such a copy, not a state.db in use',
        'restic dump latest /home/ada/backup/state.db > /srv/www/hermes/next.db',
        'mv /srv/www/hermes/next.db /srv/www/hermes/state.db',
      ],
    },
    {
      list: [
        'The file is a `state.db` or a `state.db.gz`. Its log, `state.db-wal`, is fetched too if it is beside the file and the server names versions (`ETag` or `Last-Modified`). The log only counts if the file has not changed by the end.',
        'The interval is 15 minutes to 7 days. A file that has not changed costs one request (`If-None-Match`, `If-Modified-Since`) and no scan.',
        'A file that has changed is fetched in ranges if the server takes them, and resumed after a cut (`If-Range`). Only the chunks that differ are stored. A `.gz` can’t be resumed: after a cut it is read from the start again, so it must arrive within ten minutes.',
        'Each failure doubles the pause, up to 7 days; `Retry-After` is observed. `last_check` says what went wrong, with the HTTP status.',
        'Addresses follow the rules for webhooks: HTTPS, public, port 443 or 8443. Redirects are followed if they lead to such an address. The header is only sent to the address itself, and neither is ever shown again.',
        'Removing or renaming a history removes or renames its pull.',
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
        'The response contains the signing secret (Standard Webhooks). It is never shown again.',
        'We send the URL a test, `{"type": "laurel.test", "data": {"challenge": "…", …}}`. It goes live once it replies with `{"challenge": "…"}` and a 2xx status. `POST …/webhooks/ID/test` sends another.',
        'The first scan of a history sends one summary, proudest badges first. After that, each badge or tier gets its own message.',
        'A failed message is retried for a day, at intervals growing from a minute to six hours. A host that fails, or sends `Retry-After`, gets nothing in the meantime. At most 50 messages per profile are queued; the oldest are dropped first.',
        'A webhook is disabled if its URL returns 404 or 410, or if nothing gets through for a week. A successful test re-enables it.',
        'Messages never go to private addresses or to ports other than 443 and 8443, and never follow redirects.',
        'With `"form": "discord"` or `"slack"`, messages are formatted for a channel there, which is live at once. They show at most ten badges, the highest tiers first.',
      ],
    },
  ],
}
