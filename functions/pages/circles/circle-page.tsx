import type { FC } from 'hono/jsx'
import type { Circle } from '../../../src/contract/circles.ts'
import { number, plural, t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { day, isoMoment, moment, month } from '../../../src/ui/dates.ts'
import { metalClass } from '../../../src/ui/metal.ts'
import { ONE_TIME } from '../../../src/ui/wording.ts'
import type { Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { paths } from '../paths.ts'
import { CircleSettings } from './circle-settings.tsx'

export interface CirclePageProps {
  /** Of the member who looks. */
  handle: string
  circle: Circle
  site: Urls
}

/** A month of a circle, as one of its members sees it. */
export const CirclePage: FC<CirclePageProps> = ({ handle, circle, site }) => (
  <Layout title={circle.name} path={paths.circle(handle, circle.id)} script="circles" noindex>
    <div class="circles">
      <OwnerNav handle={handle} current="circles" />
      <header>
        <h1 class="circle-name">{circle.name}</h1>
        <p class="hint">
          {plural(circle.member_count, '{n} member, made by @{maker}', '{n} members, made by @{maker}', {
            maker: circle.maker,
          })}
        </p>
      </header>
      <Months handle={handle} circle={circle} />
      <Standings handle={handle} circle={circle} />
      <Firsts circle={circle} />
      <CircleSettings handle={handle} circle={circle} site={site} />
    </div>
  </Layout>
)

type Props = Pick<CirclePageProps, 'handle' | 'circle'>

const Months: FC<Props> = ({ handle, circle: { id, months, month: shown } }) =>
  months.length > 1 && (
    <nav class="circle-months" aria-label={t('Months')}>
      <ul>
        {months.map((name) => (
          <li>
            <a href={paths.circle(handle, id, name)} aria-current={name === shown ? 'page' : undefined}>
              {monthText(name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )

const Standings: FC<Props> = ({ handle, circle }) => (
  <section class="circle-part" aria-labelledby="standings-heading">
    <h2 id="standings-heading">{monthText(circle.month)}</h2>
    <p class="hint">
      <When circle={circle} />
    </p>
    <table class="standings">
      <thead>
        <tr>
          <th scope="col">
            <span class="sr-only">{t('Place')}</span>
          </th>
          <th scope="col">{t('Member')}</th>
          <th scope="col">{t('Points')}</th>
          <th scope="col">{t('First to')}</th>
        </tr>
      </thead>
      <tbody>
        {circle.standings.map((row) => (
          <tr class={row.handle === handle ? 'is-you' : undefined}>
            <td>{row.points > 0 ? number(row.rank) : '–'}</td>
            <th scope="row">
              <Name handle={row.handle} />
              {row.handle === handle && <span class="you">{t('you')}</span>}
              <span class="hint">{row.tiers > 0 && plural(row.tiers, '{n} tier', '{n} tiers')}</span>
            </th>
            <td>{number(row.points)}</td>
            <td>{number(row.firsts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const When: FC<{ circle: Circle }> = ({ circle: { frozen_at, freezes_at, time_zone } }) =>
  frozen_at === null ? (
    <Sentence
      text="Still open. The result is final after {moment} ({zone})."
      with={{
        moment: <time datetime={isoMoment(freezes_at)}>{moment(freezes_at, time_zone)}</time>,
        zone: time_zone,
      }}
    />
  ) : (
    <Sentence
      text="Final since {date}."
      with={{ date: <time datetime={isoMoment(frozen_at)}>{day(frozen_at, time_zone)}</time> }}
    />
  )

const Name: FC<{ handle: string }> = ({ handle }) => <a href={paths.profile(handle)}>@{handle}</a>

const FIRSTS_SHOWN = 12

const Firsts: FC<{ circle: Circle }> = ({ circle: { firsts, member_count, time_zone } }) => (
  <section class="circle-part" aria-labelledby="firsts-heading">
    <h2 id="firsts-heading">{t('First to')}</h2>
    {firsts.length === 0 && (
      <p class="hint">
        {t(
          member_count > 1
            ? 'Nobody got further than anyone in the circle before.'
            : 'With a second member, it shows who reached a tier before everyone else.',
        )}
      </p>
    )}
    <FirstList firsts={firsts.slice(0, FIRSTS_SHOWN)} timeZone={time_zone} />
    {firsts.length > FIRSTS_SHOWN && (
      <details>
        <summary>{plural(firsts.length - FIRSTS_SHOWN, '{n} more', '{n} more')}</summary>
        <FirstList firsts={firsts.slice(FIRSTS_SHOWN)} timeZone={time_zone} />
      </details>
    )}
  </section>
)

const FirstList: FC<{ firsts: Circle['firsts']; timeZone: string }> = ({ firsts, timeZone }) =>
  firsts.length > 0 && (
    <ul class="first-list">
      {firsts.map(({ name, tier, at, handles }) => (
        <li>
          <span>
            <strong>{name}</strong>{' '}
            <span class={`tier ${metalClass(tier ?? 'earned')}`}>{tier ?? t(ONE_TIME)}</span>
          </span>
          <span>
            {handles.map((handle, index) => (
              <>
                {index > 0 && ', '}
                <Name handle={handle} />
              </>
            ))}
          </span>
          <time class="hint" datetime={isoMoment(at)}>
            {day(at, timeZone)}
          </time>
        </li>
      ))}
    </ul>
  )

/** `November 2026`. */
function monthText(name: string): string {
  return month(Date.parse(`${name}-15T00:00:00Z`) / 1000, 'UTC')
}
