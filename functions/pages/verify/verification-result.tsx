import type { Child, FC } from 'hono/jsx'
import type { Claims, VerdictName, VerificationResult } from '../../../src/contract/credentials.ts'
import { ATTESTED } from '../../../src/credentials/attested.ts'
import { type Message, t, translated } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { metalClass } from '../../../src/ui/metal.ts'

const ZONE = 'UTC'

interface Result {
  /** `good`: trustworthy. `bad`: not. `open`: it cannot be determined here. */
  mood: 'good' | 'bad' | 'open'
  title: Message
  text: Message
}

const RESULTS: Readonly<Record<VerdictName, Result>> = {
  valid: {
    mood: 'good',
    title: 'Genuine',
    text: 'This server signed it, and it hasn’t been changed since. See below what it does and doesn’t prove.',
  },
  revoked: {
    mood: 'bad',
    title: 'Revoked',
    text: 'This server signed it and it hasn’t been changed, but it no longer counts. Its owner revoked it, or the badge or the profile is gone.',
  },
  expired: {
    mood: 'bad',
    title: 'Expired',
    text: 'This server signed it and it hasn’t been changed, but it has expired.',
  },
  not_yet_valid: {
    mood: 'bad',
    title: 'Not valid yet',
    text: 'This server signed it and it hasn’t been changed, but it isn’t valid before its start date.',
  },
  tampered: {
    mood: 'bad',
    title: 'Not genuine: invalid signature',
    text: 'It was changed after it was signed, or someone else signed it. None of it can be trusted, so its content isn’t shown.',
  },
  unknown_key: {
    mood: 'bad',
    title: 'Not genuine: not signed by this server',
    text: 'It names this server as its issuer but was signed with a key that isn’t ours. None of it can be trusted, so its content isn’t shown.',
  },
  other_issuer: {
    mood: 'open',
    title: 'Issued by another server',
    text: 'This page only verifies credentials from this server. Verify this one where it was issued, or with any Open Badges verifier.',
  },
  unreadable: {
    mood: 'open',
    title: 'No badge credential found',
    text: 'Paste the whole token, starting with eyJ, or drop the image exactly as you downloaded it: chat apps and photo sites strip credentials from images.',
  },
}

/** What a valid credential with self-reported counts proves is less than `Genuine` promises. */
const SELF_REPORTED: Readonly<Record<Claims['attested'], Result | null>> = {
  scanned: null,
  'self-reported': {
    mood: 'open',
    title: 'Signed here, self-reported',
    text: 'This server signed it, and it hasn’t been changed since. The owner’s machine did the counting; the server only checked that the counts are plausible.',
  },
  mixed: {
    mood: 'open',
    title: 'Signed here, partly self-reported',
    text: 'This server signed it, and it hasn’t been changed since. It counted only some of this itself; for the rest, it only checked that the owner’s counts are plausible.',
  },
}

/** The result of verifying a credential, in words. */
export const VerificationSummary: FC<{ verdict: VerificationResult }> = ({
  verdict: { verdict, issuer, claims, key, standing },
}) => {
  const selfReported = verdict === 'valid' && claims ? SELF_REPORTED[claims.attested] : null
  const { mood, title, text } = selfReported ?? RESULTS[verdict]
  return (
    <section class={`card finding finding-${mood}`} aria-labelledby="finding" role="status">
      <h2 id="finding">
        <Icon name={verdict === 'valid' ? 'check' : 'alert'} /> {t(title)}
      </h2>
      <p>{t(text)}</p>
      {claims && <Earned claims={claims} />}
      {claims && (
        <dl>
          <Fact term={t('Issued by')}>{issuer ?? t('unknown')}</Fact>
          <Fact term={t('To')}>
            <a href={claims.profile_url}>{claims.profile_url}</a>
          </Fact>
          <Fact term={t('For')}>
            <CodeSpans text={translated(claims.criteria)} />
          </Fact>
          <Fact term={t('Attests')}>
            <strong>{t(ATTESTED[claims.attested].name)}.</strong> {t(ATTESTED[claims.attested].narrative)}
          </Fact>
          {claims.expires !== null && (
            <Fact term={t('Valid until')}>
              <Day at={claims.expires} />
            </Fact>
          )}
          {standing && <Fact term={t('Today')}>{t(STANDING[standing])}</Fact>}
          {key && (
            <Fact term={t('Signed with')}>
              <Key of={key} />
            </Fact>
          )}
          <Fact term={t('Credential')}>
            <code>{claims.id}</code>
          </Fact>
        </dl>
      )}
      {verdict === 'other_issuer' && issuer !== null && (
        <dl>
          <Fact term={t('Issuer')}>{issuer}</Fact>
        </dl>
      )}
    </section>
  )
}

const STANDING = {
  shown: 'Shown on the page.',
  outgrown: 'Now shown on the page at a higher tier.',
  not_shown:
    'Not shown on the page: it was deleted or made private, or someone else has the handle now. The signature stays valid.',
} as const

const Earned: FC<{ claims: Claims }> = ({ claims: { handle, name, tier, since } }) => {
  const who = <strong>@{handle}</strong>
  const badge = <strong>{name}</strong>
  const date = <Day at={since} />
  return (
    <p class="finding-sentence">
      {tier === null ? (
        <Sentence text="{who} earned {badge} on {date}." with={{ who, badge, date }} />
      ) : (
        <Sentence
          text="{who} earned {badge} in {tier} on {date}."
          with={{ who, badge, date, tier: <strong class={`tier ${metalClass(tier)}`}>{tier}</strong> }}
        />
      )}
    </p>
  )
}

const Key: FC<{ of: NonNullable<VerificationResult['key']> }> = ({ of: { kid, made_at, retired_at } }) => {
  const key = (
    <a href={kid}>
      <code>{shortName(kid)}</code>
    </a>
  )
  const made = <Day at={made_at} />
  return retired_at === null ? (
    <Sentence text="{key}, a key made on {made}." with={{ key, made }} />
  ) : (
    <Sentence
      text="{key}, a key made on {made}, retired on {retired}; what it signed stays valid."
      with={{ key, made, retired: <Day at={retired_at} /> }}
    />
  )
}

const Day: FC<{ at: number }> = ({ at }) => <time datetime={isoMoment(at)}>{day(at, ZONE)}</time>

const Fact: FC<{ term: string; children?: Child }> = ({ term, children }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
)

/** Returns the part of a key's thumbprint that people compare. */
function shortName(kid: string): string {
  return `${kid.slice(kid.lastIndexOf('/') + 1).slice(0, 12)}…`
}
