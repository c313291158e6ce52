import type { FC } from 'hono/jsx'
import { CATEGORIES } from '../../../src/engine/achievement.ts'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import { t, translated } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import type { Listing } from '../../../src/storage/listing-table.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { Medal, type Metal, metalClass } from '../../../src/ui/medal.tsx'
import { Select } from '../../../src/ui/select-field.tsx'
import { ONE_TIME } from '../../../src/ui/wording.ts'
import { Layout } from '../layout.tsx'
import { SelectField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { Invitation } from '../site-frame.tsx'
import { type ExploreQuery, LISTED_BADGES } from './query.ts'

export interface ExplorePageProps {
  query: ExploreQuery
  pages: readonly Listing[]
  /** Where the next ones begin; null if there are none. */
  next: string | null
}

/** Medals that stand for a page. */
const MEDALS = 5

/** Public pages whose owners list them, the newest first. No order by score: these are no ranks. */
export const ExplorePage: FC<ExplorePageProps> = ({ query, pages, next }) => {
  const { badge, tier, after } = query
  const asked = { badge: badge?.id, tier }
  return (
    <Layout
      title={t('Explore')}
      description={t('Achievement pages of Hermes agents, listed by their owners.')}
      path={paths.explore}
      noindex={badge !== null || after !== null}
    >
      <div class="explore">
        <header>
          <h1>{t('Explore')}</h1>
          <p class="lead">{t('Pages whose owners list them here, the newest first.')}</p>
        </header>
        <Choice query={query} />
        {pages.length === 0 ? (
          <None query={query} />
        ) : (
          <ul class="explore-pages">
            {pages.map((page) => (
              <Page page={page} wanted={badge?.id ?? null} />
            ))}
          </ul>
        )}
        {(next !== null || after !== null) && (
          <nav class="explore-more" aria-label={t('More pages')}>
            {after !== null && (
              <a class="button" href={paths.exploreBy(asked)}>
                {t('Newest')}
              </a>
            )}
            {next !== null && (
              <a class="button" href={paths.exploreBy({ ...asked, after: next })} rel="next">
                {t('Older')}
              </a>
            )}
          </nav>
        )}
      </div>
      <Invitation />
    </Layout>
  )
}

const Choice: FC<{ query: ExploreQuery }> = ({ query: { badge, tier } }) => (
  <search aria-label={t('Pages')}>
    <form class="explore-choice" method="get" action={paths.explore}>
      <Select id="explore-badge" name="badge" label={t('With the badge')}>
        <option value="">{t('Any badge')}</option>
        {CATEGORIES.map((category) => (
          <optgroup label={translated(category)}>
            {LISTED_BADGES.filter((known) => known.category === category).map(({ id, name }) => (
              <option value={id} selected={id === badge?.id}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      <SelectField
        id="explore-tier"
        name="tier"
        label={t('At least')}
        value={tier ?? ''}
        options={[
          { value: '', label: t('Any tier') },
          ...TIER_NAMES.map((name) => ({ value: name, label: name })),
        ]}
      />
      <button class="button" type="submit">
        {t('Show')}
      </button>
    </form>
  </search>
)

const None: FC<{ query: ExploreQuery }> = ({ query: { badge, after } }) => (
  <p class="empty">
    {badge !== null || after !== null
      ? t('No listed page is like that.')
      : t('No page is listed yet. Owners of public pages can list theirs, under Public, on their page.')}
  </p>
)

interface Worn {
  id: string
  name: string
  icon: string
  metal: Metal
}

/** `wanted`: the badge that pages were asked for by. */
const Page: FC<{ page: Listing; wanted: string | null }> = ({ page, wanted }) => {
  const { handle, listed_at } = page
  const worn = wornOn(page)
  const first = worn.find(({ id }) => id === wanted) ?? worn[0]
  return (
    <li class="card explore-page">
      <h2>
        <a href={paths.profile(handle)}>@{handle}</a>
      </h2>
      {first ? (
        <p class={`${metalClass(first.metal)} with-pip is-on`}>
          <span class="tier">{first.metal === 'earned' ? t(ONE_TIME) : first.metal}</span> {first.name}
        </p>
      ) : (
        <p class="hint">{t('No badges yet.')}</p>
      )}
      <ul class="explore-medals">
        {worn.slice(0, MEDALS).map(({ name, icon, metal }) => (
          <li title={name}>
            <Medal metal={metal} icon={icon} />
            <span class="sr-only">{name}</span>
          </li>
        ))}
      </ul>
      <p class="hint">
        <Sentence
          text="Listed {when}"
          with={{ when: <time datetime={isoMoment(listed_at)}>{day(listed_at, 'UTC')}</time> }}
        />
      </p>
    </li>
  )
}

/** Returns the badges of a page, the highest tier first. One that the catalog no longer has is left out. */
function wornOn({ tiers }: Listing): Worn[] {
  return LISTED_BADGES.flatMap(({ id, name, icon }) => {
    const rank = tiers[id]
    return rank === undefined
      ? []
      : [{ id, name, icon, rank, metal: TIER_NAMES[rank - 1] ?? 'earned' } as const]
  }).sort((a, b) => b.rank - a.rank)
}
