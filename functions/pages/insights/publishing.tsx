import type { FC } from 'hono/jsx'
import type { InsightsSummary } from '../../../src/contract/insights.ts'
import { type Message, plural, t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { ByNumbers } from '../parts/by-numbers.tsx'
import { paths } from '../paths.ts'

/** What of the insights the owner publishes. */
export interface Published {
  totals: boolean
  calendar: boolean
}

export interface PublishingProps {
  handle: string
  /** What visitors see, or would see. */
  totals: InsightsSummary
  publishes: Published
}

/** The switches that publish totals, with a preview, and the calendar. */
export const Publishing: FC<PublishingProps> = ({ handle, totals, publishes }) => (
  <section class="insights-part" aria-labelledby="publish-heading">
    <h2 id="publish-heading">{t('On your page')}</h2>
    <p>
      {publishes.totals ? (
        <Sentence
          text={
            publishes.calendar
              ? 'Everyone who can see {page} sees these totals.'
              : 'Everyone who can see {page} sees these totals, and nothing else from here.'
          }
          with={{ page: <a href={paths.profile(handle)}>{t('your page')}</a> }}
        />
      ) : (
        <Sentence
          text="Only you can see this report. You can show these totals on {page}: no names, titles, costs or dates."
          with={{ page: <a href={paths.profile(handle)}>{t('your page')}</a> }}
        />
      )}
    </p>
    {totals.total_sessions > 0 ? (
      <ByNumbers totals={totals} />
    ) : (
      <p class="hint">
        {plural(
          totals.days,
          'Nothing to show from the last {n} day.',
          'Nothing to show from the last {n} days.',
        )}
      </p>
    )}
    <Switch
      handle={handle}
      name="publish"
      on={publishes.totals}
      labels={['Show these totals', 'Stop showing them']}
    />
    <h3 id="calendar-heading">{t('Calendar')}</h3>
    <p>
      {publishes.calendar ? (
        <Sentence
          text="Everyone who can see your page can see {calendar}, and {embed}."
          with={{
            calendar: <a href={paths.image(handle, 'calendar.svg')}>{t('your calendar')}</a>,
            embed: <a href={paths.embed(handle, 'calendar')}>{t('embed it')}</a>,
          }}
        />
      ) : (
        t(
          'A picture of your last 12 months, for a README: on which days there were sessions, and which of them were the busier ones. No counts and no times of day.',
        )
      )}
    </p>
    <Switch
      handle={handle}
      name="calendar"
      on={publishes.calendar}
      labels={['Show my calendar', 'Stop showing it']}
    />
  </section>
)

interface SwitchProps {
  handle: string
  name: 'publish' | 'calendar'
  on: boolean
  labels: readonly [on: Message, off: Message]
}

const Switch: FC<SwitchProps> = ({ handle, name, on, labels }) => (
  <form method="post" action={paths.insights(handle)}>
    <input type="hidden" name={name} value={on ? 'no' : 'yes'} />
    <button class={on ? 'button' : 'button button-primary'} type="submit">
      {t(labels[on ? 1 : 0])}
    </button>
  </form>
)
