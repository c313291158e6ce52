import type { FC } from 'hono/jsx'
import type { Recount } from '../../../src/contract/recount.ts'
import { t } from '../../../src/language/language.ts'
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
    <Layout title={t('Recount')} path={path} script="badge" noindex>
      <section class="card narrow" aria-labelledby="recount-heading">
        <h1 id="recount-heading">{t('Recount')}</h1>
        {removed.length === 0 && redated.length === 0 ? (
          <p>{t('Nothing would change: your histories support every badge and every date.')}</p>
        ) : (
          <p>
            {t('Badges stay even if counts drop. A recount keeps only what your current histories support.')}
          </p>
        )}
        {removed.length > 0 && (
          <>
            <h2>{t('You would lose')}</h2>
            <ul>
              {removed.map((badge) => (
                <li>{shownName(badge)}</li>
              ))}
            </ul>
          </>
        )}
        {redated.length > 0 && (
          <>
            <h2>{t('Dates that would change')}</h2>
            <ul>
              {redated.map((badge) => (
                <li>
                  {t('{badge}, {from} → {to}', {
                    badge: shownName(badge),
                    from: day(badge.from, timeZone),
                    to: day(badge.to, timeZone),
                  })}
                </li>
              ))}
            </ul>
          </>
        )}
        <form method="post" action={path}>
          <a class="button" href={paths.profile(handle)}>
            {removed.length === 0 && redated.length === 0 ? t('Back to my page') : t('Keep everything')}
          </a>{' '}
          {(removed.length > 0 || redated.length > 0) && (
            <button class="button button-danger" name="confirm" value="yes" type="submit">
              {t('Recount')}
            </button>
          )}
        </form>
      </section>
    </Layout>
  )
}

function shownName({ name, tier }: Recount['removed'][number]): string {
  return tier === null ? name : t('{name}: {what}', { name, what: tier })
}
