import type { Child, FC } from 'hono/jsx'
import type { Claims, VerdictName, VerificationResult } from '../../../src/contract/credentials.ts'
import { ATTESTED } from '../../../src/credentials/attested.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { metalClass } from '../../../src/ui/metal.ts'

const ZONE = 'UTC'

/** `good`: trustworthy. `bad`: not. `open`: it cannot be determined here. */
const RESULTS: Readonly<Record<VerdictName, { mood: 'good' | 'bad' | 'open'; title: string; text: string }>> =
  {
    valid: {
      mood: 'good',
      title: 'Genuine',
      text: 'This server signed it, and nothing in it was changed since. What it vouches for, and what not, stands below.',
    },
    expired: {
      mood: 'bad',
      title: 'Expired',
      text: 'This server signed it and nothing in it was changed, but it no longer holds.',
    },
    not_yet_valid: {
      mood: 'bad',
      title: 'Not valid yet',
      text: 'This server signed it and nothing in it was changed, but it does not hold before its day.',
    },
    tampered: {
      mood: 'bad',
      title: 'Not genuine: the signature does not hold',
      text: 'Something in it was changed after it was signed, or somebody else signed it. Nothing that it says can be relied on, so nothing of it is shown.',
    },
    unknown_key: {
      mood: 'bad',
      title: 'Not genuine: this server did not sign it',
      text: 'It names this server as its issuer, and a key that does not belong to this server. It cannot be trusted, so none of its content is shown.',
    },
    other_issuer: {
      mood: 'open',
      title: 'Issued by another server',
      text: 'This page vouches for credentials of this server alone, and asks no other. Verify it where it was issued, or with a verifier of Open Badges.',
    },
    unreadable: {
      mood: 'open',
      title: 'There is no credential of a badge in this',
      text: 'Paste the whole token, from eyJ to the end, or drop the picture as it was downloaded: chat programs and photo sites strip credentials from pictures.',
    },
  }

/** The result of verifying a credential, in words. */
export const VerificationSummary: FC<{ verdict: VerificationResult }> = ({
  verdict: { verdict, issuer, claims, key, standing },
}) => {
  const { mood, title, text } = RESULTS[verdict]
  return (
    <section class={`card finding finding-${mood}`} aria-labelledby="finding" role="status">
      <h2 id="finding">
        <Icon name={mood === 'good' ? 'check' : 'alert'} /> {title}
      </h2>
      <p>{text}</p>
      {claims && <Sentence claims={claims} />}
      {claims && (
        <dl>
          <Fact term="Issued by">{issuer ?? 'nobody'}</Fact>
          <Fact term="To">
            <a href={claims.profile_url}>{claims.profile_url}</a>
          </Fact>
          <Fact term="For">{claims.criteria}</Fact>
          <Fact term="It attests">
            <strong>{ATTESTED[claims.attested].name}.</strong> {ATTESTED[claims.attested].narrative}
          </Fact>
          {claims.expires !== null && (
            <Fact term="Until">
              <Day at={claims.expires} />
            </Fact>
          )}
          {standing && <Fact term="Today">{STANDING[standing]}</Fact>}
          {key && (
            <Fact term="Signed with">
              <a href={key.kid}>
                <code>{shortName(key.kid)}</code>
              </a>
              , a key of <Day at={key.made_at} />
              {key.retired_at !== null && (
                <>
                  {' '}
                  that signs no more since <Day at={key.retired_at} />; what it signed stays good
                </>
              )}
              .
            </Fact>
          )}
          <Fact term="Credential">
            <code>{claims.id}</code>
          </Fact>
        </dl>
      )}
      {verdict === 'other_issuer' && issuer !== null && (
        <dl>
          <Fact term="It names">{issuer}</Fact>
        </dl>
      )}
    </section>
  )
}

const STANDING = {
  shown: 'The page shows this badge.',
  outgrown: 'The page shows this badge in a higher tier by now.',
  not_shown:
    'The page does not show this badge: it was deleted or made private, or somebody else has the handle by now. What was signed stays signed.',
} as const

const Sentence: FC<{ claims: Claims }> = ({ claims: { handle, name, tier, since } }) => (
  <p class="finding-sentence">
    <strong>@{handle}</strong> earned <strong>{name}</strong>
    {tier !== null && (
      <>
        {' '}
        in <strong class={`tier ${metalClass(tier)}`}>{tier}</strong>
      </>
    )}{' '}
    on <Day at={since} />.
  </p>
)

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
