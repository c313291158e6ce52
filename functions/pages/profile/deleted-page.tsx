import type { FC } from 'hono/jsx'
import type { Sources } from '../../../src/contract/sources.ts'
import { counted, sizeLine } from '../../../src/ui/wording.ts'
import { paths } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'

export interface DeletedPageProps {
  handle: string
  /** How many were unlocked. */
  badges: number
  sources: Sources['sources']
  webhooks: number
  /** How long nobody can take the handle. */
  restDays: number
}

/** The page after a profile was deleted: what went with it. */
export const DeletedPage: FC<DeletedPageProps> = ({ handle, badges, sources, webhooks, restDays }) => {
  const sessions = sources.reduce((sum, source) => sum + source.sessions, 0)
  const bytes = sources.reduce((sum, source) => sum + (source.bytes ?? 0), 0)
  return (
    <Layout title={`@${handle} is deleted`} path={paths.profile(handle)} script="home" noindex>
      <section class="card narrow" aria-labelledby="deleted-heading" data-deleted={handle}>
        <h1 id="deleted-heading">@{handle} is deleted</h1>
        <p>These went with the page and its pictures:</p>
        <ul>
          <li>{counted(badges, 'badge')}</li>
          <li>
            {counted(sources.length, 'history', 'histories')} with {counted(sessions, 'session')}
            {bytes > 0 && `, ${sizeLine(bytes)} of uploads`}
          </li>
          {webhooks > 0 && <li>{counted(webhooks, 'webhook')}</li>}
        </ul>
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
}
