import type { FC } from 'hono/jsx'
import type { Achievement, Provenance } from '../../../src/contract/achievements.ts'
import type { Visibility } from '../../../src/contract/profiles.ts'
import { number, plural, t, translated } from '../../../src/language/language.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { COUNTED_BY } from '../../../src/ui/hero.tsx'
import { metalClass } from '../../../src/ui/metal.ts'
import { ONE_TIME } from '../../../src/ui/wording.ts'
import type { Urls } from '../../../src/urls.ts'
import type { ComparedBadge, Comparison, Earned, Side } from '../../../src/view/comparison.ts'
import { Layout } from '../layout.tsx'
import { FormError, HandleField } from '../parts/field.tsx'
import { SharedPage } from '../parts/shared-page.tsx'
import { paths } from '../paths.ts'
import { useReader } from '../reader.ts'
import { Invitation } from '../site-frame.tsx'

export interface Compared {
  handle: string
  time_zone: string
  visibility: Visibility
  achievements: readonly Achievement[]
  provenance: Provenance
}

export interface ComparePageProps {
  one: Compared
  other: Compared
  comparison: Comparison
  site: Urls
}

/** Two profiles badge by badge: what both have and who was first, and what only one has. */
export const ComparePage: FC<ComparePageProps> = (props) => {
  const { one, other, comparison, site } = props
  const title = t('@{handle} and @{other}', { handle: one.handle, other: other.handle })
  const description = inWords(props)
  const isShown = one.visibility !== 'private' && other.visibility !== 'private'
  return (
    <Layout
      title={title}
      description={description}
      noindex
      path={paths.comparison(one.handle, other.handle)}
      head={
        isShown && (
          <SharedPage
            title={t('{page} on Laurel', { page: title })}
            description={description}
            url={site.comparison(one.handle, other.handle)}
            image={site.comparisonImage(one.handle, other.handle, 'og.png')}
            imageAlt={description}
          />
        )
      }
    >
      <article class="comparison">
        <header>
          <h1>
            <a href={paths.profile(one.handle)}>@{one.handle}</a> <span class="and">{t('and')}</span>{' '}
            <a href={paths.profile(other.handle)}>@{other.handle}</a>
          </h1>
          <p class="lead">{description}</p>
          <CountedBy one={one} other={other} />
        </header>
        <Group title={t('Both')} badges={comparison.both} {...props} />
        {comparison.firsts.one + comparison.firsts.other > 0 && (
          <p class="hint">{t('First: reached the tier that both have before the other did.')}</p>
        )}
        <Group title={t('Only @{handle}', { handle: one.handle })} badges={comparison.onlyOne} {...props} />
        <Group
          title={t('Only @{handle}', { handle: other.handle })}
          badges={comparison.onlyOther}
          {...props}
        />
        {comparison.neither > 0 && (
          <p class="neither">
            {plural(
              comparison.neither,
              '{n} badge that neither has yet.',
              '{n} badges that neither has yet.',
            )}
          </p>
        )}
      </article>
      <Invitation />
    </Layout>
  )
}

/** `21 badges in common. 9 are only @ada’s, 4 only @bob’s. …` */
function inWords({ one, other, comparison }: ComparePageProps): string {
  const { both, onlyOne, onlyOther, firsts } = comparison
  const handles = { handle: one.handle, other: other.handle }
  const common =
    both.length === 0
      ? t('No badge in common.')
      : plural(both.length, '{n} badge in common.', '{n} badges in common.')
  const only = t('{count} only @{handle}’s, {others} only @{other}’s.', {
    ...handles,
    count: onlyOne.length,
    others: onlyOther.length,
  })
  if (firsts.one + firsts.other === 0) return t('{common} {only}', { common, only })
  const first = t('Of those in common, @{handle} was first at {count}, @{other} at {others}.', {
    ...handles,
    count: firsts.one,
    others: firsts.other,
  })
  return t('{common} {only} {first}', { common, only, first })
}

/** What the counts prove; once, if it is the same for both. */
const CountedBy: FC<Pick<ComparePageProps, 'one' | 'other'>> = ({ one, other }) => {
  const isSame = one.provenance === other.provenance
  const lines = [one, other].map(
    ({ handle, provenance }) => `@${handle}: ${translated(COUNTED_BY[provenance])}`,
  )
  return (
    <p class="provenance">
      {isSame
        ? translated(COUNTED_BY[one.provenance])
        : lines.map((line) => <span class="line">{line}</span>)}
    </p>
  )
}

const Group: FC<ComparePageProps & { title: string; badges: readonly ComparedBadge[] }> = ({
  title,
  badges,
  one,
  other,
}) =>
  badges.length > 0 && (
    <table class="compared">
      <caption>
        {title} <span class="count">{number(badges.length)}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('Badge')}</th>
          <th scope="col">@{one.handle}</th>
          <th scope="col">@{other.handle}</th>
        </tr>
      </thead>
      <tbody>
        {badges.map((row) => (
          <tr>
            <th scope="row">
              <a href={paths.badge(row.one ? one.handle : other.handle, row.badge.id)}>{row.badge.name}</a>
            </th>
            <Cell earned={row.one} timeZone={one.time_zone} first={row.first} side="one" />
            <Cell earned={row.other} timeZone={other.time_zone} first={row.first} side="other" />
          </tr>
        ))}
      </tbody>
    </table>
  )

const Cell: FC<{ earned: Earned | null; timeZone: string; first: Side | null; side: Side }> = ({
  earned,
  timeZone,
  first,
  side,
}) =>
  earned === null ? (
    <td class="not-yet">
      <span aria-hidden="true">–</span>
      <span class="sr-only">{t('Not yet')}</span>
    </td>
  ) : (
    <td class={`${metalClass(earned.tier ?? 'earned')} with-pip is-on`}>
      <span class="tier">{earned.tier ?? t(ONE_TIME)}</span>{' '}
      {earned.at !== null && <time datetime={isoMoment(earned.at)}>{day(earned.at, timeZone)}</time>}{' '}
      {first === side && <strong class="first">{t('First')}</strong>}
    </td>
  )

/** Asks with whom to compare. The reader’s own page is at hand. */
export const ChooseOtherPage: FC<{ handle: string; typed: string }> = ({ handle, typed }) => {
  const reader = useReader().handle
  const mine = reader === handle ? null : reader
  const error = typed === '' ? undefined : { message: 'There is no handle like that.' }
  return (
    <Layout title={t('Compare @{handle}', { handle })} path={paths.comparison(handle)} noindex>
      <form class="card narrow" action={paths.comparison(handle)} aria-labelledby="compare-heading">
        <h1 id="compare-heading">{t('Compare @{handle}', { handle })}</h1>
        <FormError error={error} />
        <p>{t('Badge by badge: what both have, who was first, and what only one has.')}</p>
        <HandleField value={typed || (mine ?? undefined)} invalid={error !== undefined} />
        <button class="button button-primary" type="submit">
          {t('Compare')}
        </button>
        {mine && (
          <p class="hint">
            <a href={paths.comparison(mine, handle)}>{t('Compare with @{handle}', { handle: mine })}</a>
          </p>
        )}
      </form>
    </Layout>
  )
}
