import type { FC } from 'hono/jsx'
import type { Achievement } from '../../../src/contract/achievements.ts'
import type { Visibility } from '../../../src/contract/profiles.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../../src/credentials/formats.ts'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { Evidence } from '../../../src/ui/evidence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { Medal, metalClass, metalOf } from '../../../src/ui/medal.tsx'
import { NewMark, type Viewing } from '../../../src/ui/new-mark.tsx'
import { Way } from '../../../src/ui/tier-ladder.tsx'
import { newsAt, reachedAt } from '../../../src/ui/unlock-entries.ts'
import { ONE_TIME, STATE_WORDS } from '../../../src/ui/wording.ts'
import { paths, type Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { SharedPage } from '../parts/shared-page.tsx'

export interface BadgePageProps {
  profile: { handle: string; time_zone: string; visibility: Visibility }
  /** Never a hidden one. */
  achievement: Achievement
  site: Urls
  viewing: Viewing
  /** Whether the reader is the owner, who sees the session it was earned with. */
  owner: boolean
}

/** A badge of a profile: its tier, date, history, and text to share. */
export const BadgePage: FC<BadgePageProps> = ({ profile, achievement, site, viewing, owner }) => {
  const { handle, time_zone, visibility } = profile
  const since = reachedAt(achievement)
  const metal = metalOf(achievement)
  const path = paths.badge(handle, achievement.id)
  const share = shareText(handle, achievement)
  return (
    <Layout
      title={`${achievement.name} · @${handle}`}
      description={share}
      noindex={visibility !== 'public'}
      path={path}
      script="badge"
      signedIn={owner}
      head={
        <SharedPage
          title={`${achievement.name} · @${handle}`}
          description={share}
          url={site.badge(handle, achievement.id)}
          image={site.image(handle, 'og.png', { achievement: achievement.id })}
          imageAlt={share}
        />
      }
    >
      <article class={`one-badge ${metalClass(metal)} ${achievement.unlocked ? 'is-unlocked' : 'is-locked'}`}>
        <p class="back">
          <a href={paths.badgeOnPage(handle, achievement.id)}>@{handle}</a> · {achievement.category}
        </p>
        <Medal metal={metal} icon={achievement.icon} />
        <h1>{achievement.name}</h1>
        <p class="lead">
          <span class="tier">{standing(achievement)}</span>
          {since !== null && (
            <>
              {' '}
              <time datetime={isoMoment(since)}>since {day(since, time_zone)}</time>
            </>
          )}{' '}
          <NewMark at={newsAt(achievement)} {...viewing} />
        </p>
        <p class="description">{achievement.description}</p>
        <p class="criteria">
          <CodeSpans text={achievement.criteria} />
        </p>
        <h2>{achievement.tiers ? 'Tiers' : 'All of these'}</h2>
        <Way achievement={achievement} timeZone={time_zone} />
        {!achievement.tiers && !achievement.unlocked && (
          <p class="figures">{achievement.progress_pct} % of the conditions met.</p>
        )}
        <Evidence achievement={achievement} />
        {achievement.unlocked && (
          <div class="share" data-copy-group>
            <label for="share-text">Share</label>
            <div class="copy-row">
              <input
                id="share-text"
                readonly
                value={`${share} ${site.badge(handle, achievement.id)}`}
                data-copy-source
              />
              <button class="button" type="button" data-copy hidden>
                <Icon name="copy" /> <span data-copy-label>Copy</span>
              </button>
            </div>
          </div>
        )}
        {achievement.unlocked_at !== null && <GetCredential handle={handle} achievement={achievement.id} />}
      </article>
    </Layout>
  )
}

/** The badge as a signed file, on its own or inside its image. */
const GetCredential: FC<{ handle: string; achievement: string }> = ({ handle, achievement }) => (
  <section class="get-credential" aria-labelledby="get-credential">
    <h2 id="get-credential">Get the credential</h2>
    <p>
      An Open Badge, signed by this server, for wallets and profiles elsewhere.{' '}
      <a href={paths.verify}>Anyone can verify it.</a>
    </p>
    <ul class="credential-forms">
      {CREDENTIAL_FORMAT_LIST.map(({ extension, label, note }) => (
        <li>
          <a class="button" href={paths.credential(handle, achievement, extension)} download>
            <Icon name="download" /> {label}
          </a>
          <span class="note">{note}</span>
        </li>
      ))}
    </ul>
  </section>
)

function standing({ unlocked, tier, progress }: Achievement): string {
  if (unlocked) return tier ?? ONE_TIME
  return progress > 0 ? STATE_WORDS.inProgress : STATE_WORDS.notStarted
}

/** `@ada earned Let Him Cook: Gold on Laurel.` */
function shareText(handle: string, { name, tier, unlocked }: Achievement): string {
  if (!unlocked) return `@${handle} is working on ${name}.`
  return `@${handle} earned ${name}${tier === null ? '' : ` in ${tier}`}.`
}
