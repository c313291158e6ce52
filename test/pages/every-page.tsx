import { ApiDocsPage } from '../../functions/pages/docs/page.tsx'
import { ErrorPage } from '../../functions/pages/error.tsx'
import { CreatedPage } from '../../functions/pages/home/created.tsx'
import { HomePage } from '../../functions/pages/home/page.tsx'
import { OfflinePage } from '../../functions/pages/offline/page.tsx'
import { OperatorPage } from '../../functions/pages/operator/page.tsx'
import { BadgePage } from '../../functions/pages/profile/badge-page.tsx'
import { DeletedPage } from '../../functions/pages/profile/deleted-page.tsx'
import { EmbedPage } from '../../functions/pages/profile/embed-page.tsx'
import { HermesSetUpPage } from '../../functions/pages/profile/hermes-set-up.tsx'
import { KeyPage } from '../../functions/pages/profile/key-page.tsx'
import { ProfilePage, type ProfilePageProps } from '../../functions/pages/profile/page.tsx'
import { RecoverPage } from '../../functions/pages/profile/recover.tsx'
import { RevokePage } from '../../functions/pages/profile/revoke-page.tsx'
import { SignInPage } from '../../functions/pages/profile/sign-in.tsx'
import { WebhookAddedPage } from '../../functions/pages/profile/webhook-added.tsx'
import { ReaderProvider } from '../../functions/pages/reader.ts'
import { TemplatesPage, type TemplatesPageProps } from '../../functions/pages/templates/page.tsx'
import { TemplatePage } from '../../functions/pages/templates/template-page.tsx'
import { VerifyPage } from '../../functions/pages/verify/page.tsx'
import {
  type Claims,
  VERDICTS,
  type VerdictName,
  type VerificationResult,
} from '../../src/contract/credentials.ts'
import type { Visibility } from '../../src/contract/profiles.ts'
import type { SessionTemplate, Suggestion } from '../../src/contract/session-templates.ts'
import type { Sources } from '../../src/contract/sources.ts'
import type { Webhook } from '../../src/contract/webhooks.ts'
import { summaryOf } from '../../src/templates/template.ts'
import { EMBED_KINDS, EMBED_THEMES, type EmbedChoice, embedKind } from '../../src/ui/embed.ts'
import { urls } from '../../src/urls.ts'
import { comparedPages } from './compared-pages.tsx'
import { documentPages } from './document-pages.tsx'
import { explorePages } from './explore-pages.tsx'
import { localPages } from './local-pages.tsx'
import { pulls, webhooks } from './made-connections.ts'
import { NAMED } from './made-identity.ts'
import { OVERVIEW } from './made-overview.ts'
import { totals } from './made-sessions.ts'
import { signIns } from './made-sign-ins.ts'
import { conditional, leakySecret, MASTERED, NOW, open, unlocked, viewOf } from './made-views.ts'
import { ownerPages } from './owner-pages.tsx'
import { RARITY, rareBadge } from './rare-badges.tsx'
import { wrappedPages } from './wrapped-pages.tsx'

const SITE = urls({ origin: 'https://laurel.example' })

/** The histories of an owner: one that is kept, one that was deleted, one that was never sent. */
export function histories(): Sources {
  const stored = {
    name: 'default',
    kind: 'scanned' as const,
    retention: 'keep' as const,
    bytes: 82_000_000,
    sessions: 8_564,
    received_at: NOW - 7_200,
    scanned: true,
    needs_upload: false,
    has_details: true,
    elsewhere: { sessions: 0, sources: [] },
    within: [],
  }
  return {
    sources: [
      stored,
      {
        ...stored,
        name: 'laptop',
        retention: 'delete-after-scan',
        bytes: 0,
        needs_upload: true,
      },
      { ...stored, name: 'server', bytes: 0, sessions: 0, received_at: null, scanned: false },
      { ...stored, name: 'work', kind: 'self-reported', bytes: 0, sessions: 12 },
      {
        ...stored,
        name: 'older',
        kind: 'self-reported',
        bytes: 0,
        scanned: false,
        needs_upload: true,
      },
    ],
    sources_max: 16,
    bytes: stored.bytes,
    bytes_max: 48 * 2 ** 30,
  }
}

export function profilePage(change: Partial<ProfilePageProps> = {}): string {
  const props: ProfilePageProps = {
    profile: { handle: 'ada', time_zone: 'Europe/Berlin', visibility: 'unlisted' },
    view: viewOf([unlocked('one', 'Gold'), open('two'), conditional('four'), leakySecret('three')]),
    sources: null,
    pulls: change.sources ? pulls() : null,
    webhooks: change.sources ? webhooks() : null,
    signIns: change.sources ? signIns() : null,
    totals: null,
    stories: [],
    filters: {},
    viewing: { now: NOW, newSeconds: 172_800 },
    hasSnapshot: true,
    unreached: 0,
    identityLimits: { links: 4, pins: 3 },
    site: SITE,
    ...change,
  }
  return String(<ProfilePage {...props} />)
}

export function embedPage(choice: Partial<EmbedChoice> = {}, visibility: Visibility = 'public'): string {
  return String(
    <EmbedPage
      profile={{ handle: 'ada', visibility }}
      choice={{ kind: 'card', ...EMBED_THEMES, options: {}, ...choice }}
      badges={[unlocked('one', 'Gold'), open('two')]}
      site={SITE}
    />,
  )
}

function firstWebhook(): Webhook {
  const [webhook] = webhooks().webhooks
  if (!webhook) throw new Error('there is none')
  return webhook
}

const REFUSED = { message: 'This handle is taken.', hint: 'Choose another.' }

/** A verification result with everything that it can contain. */
export function verdictOf(
  verdict: VerdictName,
  attested: Claims['attested'] = 'self-reported',
): VerificationResult {
  const signed = ['valid', 'expired', 'not_yet_valid'].includes(verdict)
  return {
    verdict,
    issuer: verdict === 'unreadable' ? null : 'https://laurel.example/issuer',
    claims: signed
      ? {
          id: 'urn:uuid:00000000-0000-8000-8000-000000000000',
          handle: 'ada',
          profile_url: '/@ada',
          achievement: 'let_him_cook',
          name: 'Let Him Cook',
          criteria: 'Tool calls in one session.',
          tier: 'Gold',
          since: NOW - 86_400,
          expires: verdict === 'expired' ? NOW - 60 : null,
          attested,
        }
      : null,
    key: signed ? { kid: '/issuer/keys/abcdefghijklmnop', made_at: NOW - 9e6, retired_at: NOW - 9e5 } : null,
    standing: signed ? 'outgrown' : null,
  }
}

const TEMPLATE: SessionTemplate = {
  name: 'code_20261109_1795277680',
  type: 'code',
  created_at: NOW - 86_400,
  usage_count: 3,
  session_id: '20261109_101500_1cc6be',
  redacted: 2,
  examples: [
    { tool_name: 'execute_code', arguments: { code: 'print("<b>1</b>")' }, result: 'x'.repeat(3000) },
    { tool_name: 'terminal', arguments: {}, result: '' },
  ],
}

const TEMPLATES_PAGE: TemplatesPageProps = {
  profile: { handle: 'ada', time_zone: 'UTC' },
  templates: { templates: [summaryOf(TEMPLATE)], templates_max: 50 },
  suggestions: null,
  kept: true,
  now: NOW,
}

function suggestion(): Suggestion {
  return {
    session_id: '20261112_093625_686cb5',
    source: 'default',
    title: 'Why is recorder slow?',
    started_at: NOW - 90_000,
    type: 'code',
    score: 0.71,
    reasons: ['12 of 12 calls worked, 8 of them ran code', '10 of 12 answers report success', 'no errors'],
    turns: 9,
    calls: 12,
    worked: 12,
    code_calls: 8,
    results: 12,
    successes: 10,
    errors: 0,
  }
}

/** Each page as it is sent, in all states that differ in markup. */
export const everyPage = (): Readonly<Record<string, string>> => ({
  home: String(<HomePage defaultTimeZone="UTC" />),
  'home, refused': String(
    <HomePage defaultTimeZone="UTC" error={REFUSED} values={{ handle: 'ada', visibility: 'public' }} />,
  ),
  ...localPages(),
  'sign in': String(<SignInPage error={REFUSED} handle="ada" />),
  created: String(<CreatedPage handle="ada" ownerKey="the-key" recoveryCode="the-code" site={SITE} />),
  deleted: String(
    <DeletedPage
      handle="ada"
      held={{ payload: { unlocked_count: 22 }, sources: histories(), webhooks: webhooks() }}
      restDays={30}
    />,
  ),
  'a new key': String(<KeyPage handle="ada" ownerKey="the-key" recoveryCode={null} path="/recover" />),
  recover: String(<RecoverPage error={REFUSED} handle="ada" />),
  'not found': String(<ErrorPage status={404} error={{ code: 'not_found', ...REFUSED }} path="/nowhere" />),
  'for the owner only': String(
    <ErrorPage
      status={401}
      error={{ code: 'missing_key', message: 'Only the owner may do this.', hint: 'Send a header.' }}
      path="/@ada/sessions"
    />,
  ),
  'profile, for a visitor': profilePage(),
  'profile, public': profilePage({
    profile: { handle: 'ada', time_zone: 'UTC', visibility: 'public' },
  }),
  'profile, for its owner': profilePage({ sources: histories() }),
  ...Object.fromEntries(
    Object.keys(EMBED_KINDS).map((kind) => [`embed, ${kind}`, embedPage({ kind: embedKind(kind) })]),
  ),
  offline: String(<OfflinePage />),
  'for the operator only': String(
    <ErrorPage
      status={401}
      error={{ code: 'operator_only', message: 'This is for whoever runs the server.', hint: 'Sign in.' }}
      path="/operator"
    />,
  ),
  operator: String(<OperatorPage overview={OVERVIEW} now={NOW} erased />),
  'operator, before the first tick': String(
    <OperatorPage
      overview={{ ...OVERVIEW, ticks: { ...OVERVIEW.ticks, last: null } }}
      now={NOW}
      error={REFUSED}
      handle="ada"
    />,
  ),
  'a badge': rareBadge(),
  'profile, with what is rare': profilePage({ rarity: RARITY }),
  'a badge, for its owner': String(
    <ReaderProvider value={{ handle: 'ada' }}>
      <BadgePage
        credentialId={null}
        profile={{ handle: 'ada', time_zone: 'UTC', visibility: 'public' }}
        achievement={unlocked('one', 'Gold')}
        site={SITE}
        viewing={{ now: NOW, newSeconds: 172_800 }}
      />
    </ReaderProvider>,
  ),
  ...Object.fromEntries(
    [false, true].map((revoked) => [
      revoked ? 'a credential, revoked' : 'a credential, to be revoked',
      String(<RevokePage handle="ada" badge={unlocked('one', 'Gold')} revoked={revoked} ttlSeconds={300} />),
    ]),
  ),
  ...comparedPages(),
  ...explorePages(),
  ...wrappedPages(),
  verify: String(<VerifyPage />),
  'verify, by an owner': String(
    <ReaderProvider value={{ handle: 'ada' }}>
      <VerifyPage />
    </ReaderProvider>,
  ),
  'verify, nothing sent': String(<VerifyPage error={REFUSED} credential="a.b.c" />),
  ...Object.fromEntries(
    VERDICTS.map((name) => [`verify, ${name}`, String(<VerifyPage verdict={verdictOf(name)} />)]),
  ),
  'verify, counted here': String(<VerifyPage verdict={verdictOf('valid', 'scanned')} />),
  'verify, partly counted here': String(<VerifyPage verdict={verdictOf('valid', 'mixed')} />),
  'a badge of conditions': String(
    <BadgePage
      credentialId={null}
      profile={{ handle: 'ada', time_zone: 'UTC', visibility: 'public' }}
      achievement={conditional('one')}
      site={SITE}
      viewing={{ now: NOW, newSeconds: 172_800 }}
    />,
  ),
  'profile, searched and sorted': profilePage({
    filters: { q: 'name', sort: 'closest', state: 'unlocked', category: 'Vibe Coding' },
  }),
  'profile, higher than its histories': profilePage({ sources: histories(), unreached: 2 }),
  'profile, by name': profilePage({ view: NAMED }),
  'profile, by name, to its owner': profilePage({ sources: histories(), view: NAMED }),
  'profile, mastered': profilePage({ view: MASTERED }),
  'profile, nothing found': profilePage({ filters: { q: 'nothing is like this' } }),
  'webhook added': String(
    <WebhookAddedPage
      handle="ada"
      webhook={{ ...firstWebhook(), state: 'unconfirmed', secret: 'whsec_of-a-test' }}
    />,
  ),
  'Hermes events set up': String(<HermesSetUpPage handle="ada" hook={{ url: '', secret: '' }} />),
  'profile, before any history': profilePage({
    sources: { ...histories(), sources: [] },
    hasSnapshot: false,
    view: viewOf([]),
  }),
  'session templates': String(<TemplatesPage {...TEMPLATES_PAGE} />),
  'session templates, with suggestions': String(
    <TemplatesPage {...TEMPLATES_PAGE} suggestions={{ suggestions: [suggestion()], considered: 7 }} />,
  ),
  'session templates, none found': String(
    <TemplatesPage {...TEMPLATES_PAGE} error={REFUSED} suggestions={{ suggestions: [], considered: 12 }} />,
  ),
  'session templates, before any': String(
    <TemplatesPage {...TEMPLATES_PAGE} kept={false} templates={{ templates: [], templates_max: 50 }} />,
  ),
  'a session template': String(<TemplatePage handle="ada" template={TEMPLATE} now={NOW} site={SITE} />),
  ...ownerPages(),
  'profile, with totals': profilePage({ totals: totals(), stories: ['2026', '2026-09'] }),
  reference: String(<ApiDocsPage document={{ info: { title: 'API', version: '1' } }} origin="https://x" />),
  ...documentPages(),
})

export const EVERY_PAGE = everyPage()
