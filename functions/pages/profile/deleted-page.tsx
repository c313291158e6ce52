import type { FC } from 'hono/jsx'
import { plural, t } from '../../../src/language/language.ts'
import { sizeLine } from '../../../src/ui/wording.ts'
import type { Overview } from '../../profile/services/views.ts'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'

export interface DeletedPageProps {
  handle: string
  /** What the page had; null if it could not be read. */
  held: (Pick<Overview, 'sources' | 'webhooks'> & { payload: { unlocked_count: number } }) | null
  /** How long nobody can take the handle. */
  restDays: number
}

/** The page after a profile was deleted: what went with it. */
export const DeletedPage: FC<DeletedPageProps> = ({ handle, held, restDays }) => (
  <Layout
    title={t('{page} is deleted', { page: `@${handle}` })}
    path={paths.profile(handle)}
    script="home"
    noindex
  >
    <section class="card narrow" aria-labelledby="deleted-heading" data-deleted={handle}>
      <h1 id="deleted-heading">{t('{page} is deleted', { page: `@${handle}` })}</h1>
      {held ? <Gone held={held} /> : <p>{t('Its pictures, badges and histories went with it.')}</p>}
      <p>
        {t(
          'Nobody can take the handle for {time}. Copies that others made of your pictures stay with them.',
          { time: plural(restDays, '{n} day', '{n} days') },
        )}
      </p>
      <p>
        <a class="button" href={paths.home}>
          {t('Make a new page')}
        </a>
      </p>
    </section>
  </Layout>
)

const Gone: FC<{ held: NonNullable<DeletedPageProps['held']> }> = ({ held }) => {
  const histories = held.sources?.sources ?? []
  const webhooks = held.webhooks?.webhooks.length ?? 0
  const sessions = histories.reduce((sum, history) => sum + history.sessions, 0)
  const bytes = held.sources?.bytes ?? 0
  const counts = {
    histories: plural(histories.length, '{n} history', '{n} histories'),
    sessions: plural(sessions, '{n} session', '{n} sessions'),
  }
  return (
    <>
      <p>{t('These went with the page and its pictures:')}</p>
      <ul>
        <li>{plural(held.payload.unlocked_count, '{n} badge', '{n} badges')}</li>
        <li>
          {bytes > 0
            ? t('{histories} with {sessions}, {size} of uploads', { ...counts, size: sizeLine(bytes) })
            : t('{histories} with {sessions}', counts)}
        </li>
        {webhooks > 0 && <li>{plural(webhooks, '{n} webhook', '{n} webhooks')}</li>}
      </ul>
    </>
  )
}
