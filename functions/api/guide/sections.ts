import { CREDENTIAL_FORMAT_LIST } from '../../../src/credentials/formats.ts'
import { BASICS, HISTORIES, PROFILES, PULLS, SESSIONS, TEMPLATES, VIEW, WEBHOOKS } from './api.ts'
import { markdown, PATHS, placed, type Section, SITE } from './blocks.ts'
import { CIRCLES } from './circles.ts'
import { IDENTITY } from './identity.ts'
import { PICTURE_SECTION } from './pictures.ts'
import { STORIES } from './stories.ts'

const credential = (extension: string) => `\`${PATHS.credential('HANDLE', 'BADGE', extension)}\``

const CREDENTIALS: Section = {
  name: 'Credentials',
  paths: /^\/(credentials|profiles\/\{handle\}\/achievements\/\{achievement\}\/credential)/,
  blocks: [
    {
      text: 'Every earned badge is available as an Open Badges 3.0 credential, signed by this server, for wallets or as proof elsewhere.',
    },
    {
      head: ['path', 'what it is'],
      rows: [
        ...CREDENTIAL_FORMAT_LIST.map(({ extension, prose }) => [credential(extension), prose]),
        [`\`${PATHS.verify}\``, 'where anyone can verify one, as a file or as text'],
        [
          `\`${PATHS.issuer}\`, \`${PATHS.achievement('BADGE')}\``,
          'the issuer, and each badge that is not secret; credentials refer to these',
        ],
        [
          `\`${PATHS.jwks}\``,
          'the public keys; each is also at the URL that a credential names as its `kid`',
        ],
      ],
    },
    {
      code: [
        `curl ${SITE.credential('ada', 'rebase_acrobat', 'jwt')}`,
        `curl -X POST ${SITE.verifyApi} -H 'Content-Type: application/json' \\`,
        `  -d '{"credential": "eyJhbGciOiJSUzI1NiIs…"}'`,
      ],
    },
    {
      text: 'You can revoke all copies of a credential. Whoever asks for it again gets another one, as long as the page shows the badge; make the profile private first if nobody should.',
    },
    {
      code: [
        `curl -X DELETE -H "Authorization: Bearer $KEY" ${SITE.profileApi('ada')}/achievements/rebase_acrobat/credential`,
      ],
    },
    {
      list: [
        '`awardedDate` is when the badge was earned, `validFrom` when this server first counted it. `evidence` says who counted, and how the date is known.',
        'The same badge and tier always has the same id; a higher tier is another credential. The subject is the URL of the profile.',
        'Only an earned badge has one. A locked, secret or private badge answers as if it did not exist; the owner of a private profile gets theirs.',
        'The server makes its keys. After `SIGNING_KEY_SECONDS` a new key takes over: the old private key is destroyed, and its public half stays published, so that what it signed verifies for good.',
        `Each names its place in a list of revoked ones (\`${PATHS.statusList('1')}\`, a W3C Bitstring Status List), which other verifiers keep for \`STATUS_LIST_TTL_SECONDS\`. Credentials are revoked when their badge is taken back by a recount or a reset, or their profile is deleted; all that is kept of them is the place in the list. If a profile is made private, they stay valid, and \`${PATHS.verify}\` says that the page no longer shows the badge. Those issued before there were lists can’t be revoked. An erased deployment leaves nothing to verify with.`,
        `\`${PATHS.verify}\` contacts no other server and keeps nothing. It vouches for credentials of its own server, under the URL at which you visit it; of others it says that they come from elsewhere.`,
      ],
    },
  ],
}

const FEEDS: Section = {
  name: 'Feeds and embeds',
  blocks: [
    {
      code: [
        `curl ${SITE.feed('ada', 'atom')}`,
        `curl ${SITE.feed('ada', 'json')}`,
        `curl '${SITE.oEmbed()}?url=${SITE.profile('ada')}'`,
      ],
    },
    {
      text: 'oEmbed answers with the picture of a profile or badge, no larger than `maxwidth` and `maxheight`. Their pages name its address, so in WordPress a link on a line of its own turns into the picture.',
    },
    {
      text: 'The first scan of a history is one entry that sums it up. After that, each badge or tier is an entry of its own: published when it was earned, updated when it was counted. A browser gets a page at the same URL.',
    },
  ],
}

const PROOF: Section = {
  name: 'What a page proves',
  blocks: [
    {
      text: 'Every page and response says who counted (`provenance`). The owner’s list of histories says so for each one.',
    },
    {
      list: [
        '`scanned`: this server did, from an uploaded history. Nobody can tell whether that history is genuine.',
        '`self-reported`: the owner’s machine did. The server checks that the counts are plausible: complete and consistent. It can’t know whether they are true.',
        '`mixed`: some of both. A badge earned with self-reported counts keeps the page from being `scanned` until scanned counts reach it.',
      ],
    },
    {
      text: 'Both kinds are merged, renamed, removed and erased in the same way. When Laurel’s counting rules change, self-reported counts stay as they are until they are reported again. The page asks its owner to do so.',
    },
  ],
}

/** The sections of the reference, in order. */
export const SECTIONS: readonly Section[] = [
  ...[BASICS, PROFILES, IDENTITY, HISTORIES, PULLS, VIEW, STORIES, SESSIONS, TEMPLATES, CIRCLES, WEBHOOKS],
  CREDENTIALS,
  ...[PICTURE_SECTION, FEEDS, PROOF],
]

/** Returns the section that a path of the API belongs to. @throws Error if it belongs to none */
export function sectionOf(path: string): string {
  const section = SECTIONS.find(({ paths }) => paths?.test(path))
  if (!section) throw new Error(`no section of the guide is about ${path}`)
  return section.name
}

/**
 * Returns the sections as tags of an OpenAPI document.
 * @param root the server's own URL
 */
export function openApiTags(root: string): { name: string; description: string }[] {
  return SECTIONS.map(({ name, blocks }) => ({
    name,
    description: placed(markdown(blocks), root),
  }))
}
