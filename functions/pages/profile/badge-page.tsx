import type { FC } from 'hono/jsx'
import type { Achievement } from '../../../src/contract/achievements.ts'
import type { Identity } from '../../../src/contract/identity.ts'
import type { Visibility } from '../../../src/contract/profiles.ts'
import { issuerProfile } from '../../../src/credentials/credential.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../../src/credentials/formats.ts'
import { t, translated } from '../../../src/language/language.ts'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { Evidence } from '../../../src/ui/evidence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { iconOf } from '../../../src/ui/icons.ts'
import { Medal, metalClass, metalOf } from '../../../src/ui/medal.tsx'
import { namedPage } from '../../../src/ui/named-page.ts'
import { NewMark, type Viewing } from '../../../src/ui/new-mark.tsx'
import type { Among } from '../../../src/ui/rarity.ts'
import { badgeSentence, type Certificate, sharedBadge } from '../../../src/ui/share.ts'
import { ShareButton, SharePanel } from '../../../src/ui/share-panel.tsx'
import { Way } from '../../../src/ui/tier-ladder.tsx'
import { newsAt, reachedAt } from '../../../src/ui/unlock-entries.ts'
import { ONE_TIME, STATE_WORDS } from '../../../src/ui/wording.ts'
import type { Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { SharedPage } from '../parts/shared-page.tsx'
import { paths } from '../paths.ts'
import { useReader } from '../reader.ts'
import { Invitation } from '../site-frame.tsx'
import { BadgeRarity } from './badge-rarity.tsx'
import { RuleHistory } from './rule-history.tsx'

export interface BadgePageProps {
  profile: { handle: string; time_zone: string; visibility: Visibility }
  /** Whose page it is, if its owner says. */
  identity?: Pick<Identity, 'name'> | undefined
  /** Never a hidden one. */
  achievement: Achievement
  /** The pages that it is rare or frequent among; absent: nothing is said of that. */
  rarity?: Among
  site: Urls
  viewing: Viewing
  /** Id of its credential; null if there is none yet. */
  credentialId: string | null
}

/** A badge of a profile: its tier, date and history, to share. */
export const BadgePage: FC<BadgePageProps> = (props) => {
  const { profile, identity, achievement, rarity, site, viewing } = props
  const { handle, time_zone, visibility } = profile
  const since = reachedAt(achievement)
  const metal = metalOf(achievement)
  const path = paths.badge(handle, achievement.id)
  const title = `${achievement.name} · ${namedPage(handle, identity)}`
  const share = badgeSentence(handle, achievement)
  const page = site.badge(handle, achievement.id)
  const oEmbed = { type: 'application/json+oembed', title: share, href: site.oEmbed(page) }
  const shared =
    visibility === 'private' || !achievement.unlocked
      ? null
      : sharedBadge(site, handle, achievement, {
          mine: useReader().handle === handle,
          certificate: certificateOf(props),
        })
  return (
    <Layout
      title={title}
      description={share}
      noindex={visibility !== 'public'}
      path={path}
      script="badge"
      head={
        <SharedPage
          title={title}
          description={share}
          url={page}
          image={site.image(handle, 'og.png', { achievement: achievement.id })}
          imageAlt={share}
          alternates={visibility === 'private' ? [] : [oEmbed]}
        />
      }
    >
      <article class={`one-badge ${metalClass(metal)} ${achievement.unlocked ? 'is-unlocked' : 'is-locked'}`}>
        <p class="back">
          <a href={paths.badgeOnPage(handle, achievement.id)}>@{handle}</a> ·{' '}
          {translated(achievement.category)}
        </p>
        <Medal metal={metal} icon={iconOf(achievement)} />
        <h1>{achievement.name}</h1>
        <p class="lead">
          <span class="tier">{standing(achievement)}</span>
          {since !== null && (
            <>
              {' '}
              <time datetime={isoMoment(since)}>{t('since {date}', { date: day(since, time_zone) })}</time>
            </>
          )}{' '}
          <NewMark at={newsAt(achievement)} {...viewing} />
        </p>
        <p class="description">{translated(achievement.description)}</p>
        <p class="criteria">
          <CodeSpans text={translated(achievement.criteria)} />
        </p>
        <h2>{achievement.tiers ? t('Tiers') : t('All of these')}</h2>
        <Way achievement={achievement} timeZone={time_zone} />
        {!achievement.tiers && !achievement.unlocked && (
          <p class="figures">{t('{n} % of the conditions met.', { n: achievement.progress_pct })}</p>
        )}
        <Evidence achievement={achievement} />
        {rarity && <BadgeRarity id={achievement.id} among={rarity} />}
        <RuleHistory id={achievement.id} />
        {shared && <ShareButton {...shared} />}
        {achievement.unlocked_at !== null && (
          <GetCredential
            handle={handle}
            achievement={achievement.id}
            isMine={useReader().handle === handle}
          />
        )}
      </article>
      <Invitation />
      {shared && <SharePanel shared={shared} />}
    </Layout>
  )
}

/** The badge as a signed file, on its own or inside its image; its owner can also revoke it. */
const GetCredential: FC<{ handle: string; achievement: string; isMine: boolean }> = ({
  handle,
  achievement,
  isMine,
}) => (
  <section class="get-credential" aria-labelledby="get-credential">
    <h2 id="get-credential">{t('Get the credential')}</h2>
    <p>
      {t('An Open Badge, signed by this server, for wallets and profiles elsewhere.')}{' '}
      <a href={paths.verify}>{t('Anyone can verify it.')}</a>
    </p>
    <ul class="credential-forms">
      {CREDENTIAL_FORMAT_LIST.map(({ extension, label, note }) => (
        <li>
          <a class="button" href={paths.credential(handle, achievement, extension)} download>
            <Icon name="download" /> {label}
          </a>
          <span class="note">{translated(note)}</span>
        </li>
      ))}
    </ul>
    {isMine && (
      <form method="post" action={paths.revoke(handle, achievement)}>
        <button class="link-button" type="submit">
          {t('Revoke…')}
        </button>
      </form>
    )}
  </section>
)

/** Returns the credential as LinkedIn lists it. */
function certificateOf({
  profile,
  achievement,
  site,
  credentialId,
}: BadgePageProps): Certificate | undefined {
  const since = reachedAt(achievement)
  if (credentialId === null || since === null) return undefined
  const { name, tier } = achievement
  return {
    name: tier === null ? name : `${name}: ${tier}`,
    issuer: issuerProfile(site).name,
    since,
    timeZone: profile.time_zone,
    id: credentialId,
  }
}

function standing({ unlocked, tier, progress }: Achievement): string {
  if (unlocked) return tier ?? t(ONE_TIME)
  return t(progress > 0 ? STATE_WORDS.inProgress : STATE_WORDS.notStarted)
}
