import type { FC } from 'hono/jsx'
import type { InsightsSummary } from '../../../src/contract/insights.ts'
import { ByNumbers } from '../parts/by-numbers.tsx'
import { paths } from '../paths.ts'

export interface PublishingProps {
  handle: string
  /** What visitors see, or would see. */
  totals: InsightsSummary
  publishes: boolean
}

/** The switch that publishes totals, with a preview. */
export const Publishing: FC<PublishingProps> = ({ handle, totals, publishes }) => (
  <section class="insights-part" aria-labelledby="publish-heading">
    <h2 id="publish-heading">On your page</h2>
    <p>
      {publishes ? (
        <>
          Everyone who can see <a href={paths.profile(handle)}>your page</a> sees these totals, and nothing
          else from here.
        </>
      ) : (
        <>
          Only you can see this report. You can show these totals on{' '}
          <a href={paths.profile(handle)}>your page</a>, and nothing else: no names, titles, costs or dates.
        </>
      )}
    </p>
    {totals.total_sessions > 0 ? (
      <ByNumbers totals={totals} />
    ) : (
      <p class="hint">Nothing to show from the last {totals.days} days.</p>
    )}
    <form method="post" action={paths.insights(handle)}>
      <input type="hidden" name="publish" value={publishes ? 'no' : 'yes'} />
      <button class={publishes ? 'button' : 'button button-primary'} type="submit">
        {publishes ? 'Stop showing them' : 'Show these totals'}
      </button>
    </form>
  </section>
)
