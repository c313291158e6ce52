import type { FC } from 'hono/jsx'
import type { Recount } from '../../../src/contract/recount.ts'
import { day } from '../../../src/ui/dates.ts'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'

export interface RecountPageProps {
  handle: string
  /** An IANA name. */
  timeZone: string
  recount: Recount
}

/** A preview of what a recount would change. */
export const RecountPage: FC<RecountPageProps> = ({ handle, timeZone, recount }) => {
  const { removed, redated } = recount
  const path = paths.ownerAction(handle, 'recount')
  return (
    <Layout title="Recount" path={path} script="badge" noindex>
      <section class="card narrow" aria-labelledby="recount-heading">
        <h1 id="recount-heading">Recount</h1>
        {removed.length === 0 && redated.length === 0 ? (
          <p>Nothing would change: your histories support every badge and every date.</p>
        ) : (
          <p>Badges stay even if counts drop. A recount keeps only what your current histories support.</p>
        )}
        {removed.length > 0 && (
          <>
            <h2>You would lose</h2>
            <ul>
              {removed.map(({ name, tier }) => (
                <li>{tier === null ? name : `${name}: ${tier}`}</li>
              ))}
            </ul>
          </>
        )}
        {redated.length > 0 && (
          <>
            <h2>Dates that would change</h2>
            <ul>
              {redated.map(({ name, tier, from, to }) => (
                <li>
                  {tier === null ? name : `${name}: ${tier}`}, {day(from, timeZone)} → {day(to, timeZone)}
                </li>
              ))}
            </ul>
          </>
        )}
        <form method="post" action={path}>
          <a class="button" href={paths.profile(handle)}>
            {removed.length === 0 && redated.length === 0 ? 'Back to my page' : 'Keep everything'}
          </a>{' '}
          {(removed.length > 0 || redated.length > 0) && (
            <button class="button button-danger" name="confirm" value="yes" type="submit">
              Recount
            </button>
          )}
        </form>
      </section>
    </Layout>
  )
}
