import type { FC } from 'hono/jsx'
import type { Visibility } from '../../../src/contract/profiles.ts'
import type { Period, Story } from '../../../src/contract/wrapped.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { calendarDay, day } from '../../../src/ui/dates.ts'
import { periodName } from '../../../src/ui/wrapped/words.ts'
import { daysOf, periodKey } from '../../../src/wrapped/period.ts'
import { paths } from '../paths.ts'

/** What the owner is shown besides the story. */
export interface OwnerOfStory {
  period: Period
  /** Whether it is a preview; otherwise what is published. */
  isDraft: boolean
  /** Whether the preview names tools and models. */
  names: boolean
  /** Of the preview: see `OwnedStory`. */
  digest: string
  unlisted: number
  /** It was not published, since it had changed. */
  changed: boolean
  /** Unix seconds. */
  now: number
}

/** Whose story it is. */
export interface StoryProfile {
  handle: string
  /** An IANA name. */
  time_zone: string
  visibility: Visibility
  publish_insights?: boolean | undefined
}

export interface PublishingProps {
  profile: StoryProfile
  story: Story | null
  /** Unix seconds. */
  publishedAt: number | null
  owner: OwnerOfStory
}

/** Says who sees the story, and publishes it or takes it back. */
export const Publishing: FC<PublishingProps> = (props) => {
  const { profile, story, owner } = props
  return (
    <section class="notice story-owner" aria-label={t('Who sees it')}>
      {owner.changed && (
        <p role="alert">
          <strong>{t('It was not published.')}</strong>{' '}
          {t('Your history has changed since you looked. This is how it is now.')}
        </p>
      )}
      {story === null ? <Nothing {...props} /> : owner.isDraft ? <Draft {...props} /> : <Shown {...props} />}
      {profile.visibility === 'private' && (
        <p>{t('Your page is private, so nobody else sees its stories, published or not.')}</p>
      )}
    </section>
  )
}

const Nothing: FC<PublishingProps> = ({ profile, owner: { period, now } }) => (
  <p>
    {daysOf(period).from > calendarDay(now, profile.time_zone) ? (
      <>
        <strong>{t('{period} has not begun.', { period: periodName(period) })}</strong>{' '}
        {t('Its story will be here.')}
      </>
    ) : (
      <>
        <strong>{t('Your page knows of nothing in {period}.', { period: periodName(period) })}</strong>{' '}
        {t('Nobody else sees this.')}
      </>
    )}
  </p>
)

const Draft: FC<PublishingProps> = ({ profile, publishedAt, owner }) => {
  const { handle, publish_insights = false } = profile
  const key = periodKey(owner.period)
  const action = paths.story(handle, key)
  return (
    <>
      <p>
        <strong>{t('Only you can see this.')}</strong>{' '}
        {t(
          publishedAt === null
            ? 'If you publish it, it stays as it is here until you publish it again or take it back.'
            : 'Your page still shows what you published before.',
        )}
      </p>
      <p class="hint">
        {!publish_insights ? (
          <Sentence
            text="It says nothing of tools and models, because your page doesn’t show {totals}."
            with={{ totals: <a href={`${paths.insights(handle)}#publish-heading`}>{t('your totals')}</a> }}
          />
        ) : owner.names ? (
          <>
            {t('It names your favourite tools and model.')}{' '}
            <a href={paths.story(handle, key, { as: 'draft' })}>{t('Leave the names out')}</a>
          </>
        ) : (
          <>
            {t('It only counts tools and models.')}{' '}
            <a href={paths.story(handle, key, { as: 'draft', names: 'yes' })}>{t('Name your favourites')}</a>
          </>
        )}
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="publish" value="yes" />
        <input type="hidden" name="names" value={owner.names ? 'yes' : ''} />
        <input type="hidden" name="seen" value={owner.digest} />
        <button class="button button-primary" type="submit">
          {t(publishedAt === null ? 'Publish this story' : 'Publish this instead')}
        </button>
        {publishedAt !== null && (
          <a class="button" href={action}>
            {t('Keep the other')}
          </a>
        )}
      </form>
    </>
  )
}

const Shown: FC<PublishingProps> = ({ profile, publishedAt, owner }) => {
  const key = periodKey(owner.period)
  return (
    <>
      <p>
        <strong>
          {publishedAt === null
            ? t('You published this.')
            : t('You published this on {date}.', { date: day(publishedAt, profile.time_zone) })}
        </strong>{' '}
        {t('Everyone who can see your page sees it, as it was then.')}
      </p>
      <form method="post" action={paths.story(profile.handle, key)}>
        <input type="hidden" name="publish" value="no" />
        <a class="button" href={paths.story(profile.handle, key, { as: 'draft' })}>
          {t('See how it would be now')}
        </a>
        <button class="button" type="submit">
          {t('Take it back')}
        </button>
      </form>
    </>
  )
}
