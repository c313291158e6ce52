import type { FC } from 'hono/jsx'
import { counted, sizeLine } from '../../../src/ui/wording.ts'
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
  <Layout title={`@${handle} is deleted`} path={paths.profile(handle)} script="home" noindex>
    <section class="card narrow" aria-labelledby="deleted-heading" data-deleted={handle}>
      <h1 id="deleted-heading">@{handle} is deleted</h1>
      {held ? <Gone held={held} /> : <p>Its pictures, badges and histories went with it.</p>}
      <p>
        Nobody can take the handle for {counted(restDays, 'day')}. Copies that others made of your pictures
        stay with them.
      </p>
      <p>
        <a class="button" href={paths.home}>
          Make a new page
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
  return (
    <>
      <p>These went with the page and its pictures:</p>
      <ul>
        <li>{counted(held.payload.unlocked_count, 'badge')}</li>
        <li>
          {counted(histories.length, 'history', 'histories')} with {counted(sessions, 'session')}
          {bytes > 0 && `, ${sizeLine(bytes)} of uploads`}
        </li>
        {webhooks > 0 && <li>{counted(webhooks, 'webhook')}</li>}
      </ul>
    </>
  )
}
