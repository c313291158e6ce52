import { Hono } from 'hono'
import type { FC } from 'hono/jsx'
import { type HermesHook, hermesConfig } from '../../../src/contract/hermes-events.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { Layout } from '../layout.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { paths } from '../paths.ts'

/** The page with the lines for Hermes: the secret in plain text, on this page only. Respond with `no-store`. */
const HermesSetUpPage: FC<{ handle: string; hook: Pick<HermesHook, 'url' | 'secret'> }> = ({
  handle,
  hook,
}) => (
  <Layout title="Hermes events" path={paths.ownerAction(handle, 'hermes-events')} script="badge" noindex>
    <section class="card narrow" aria-labelledby="hermes-heading">
      <h1 id="hermes-heading">Add this to Hermes</h1>
      <p>
        Paste these lines into <code>~/.hermes/config.yaml</code> and restart Hermes. If the file already has{' '}
        <code>hooks:</code> or <code>outbound:</code>, add only what is missing below it.
      </p>
      <CopyText
        id="hermes-config"
        label="Lines for config.yaml"
        text={hermesConfig(hook)}
        hint="You’ll see the secret only once. Hermes sends its conversations along; this server keeps nothing of them but how many messages there are."
      />
      <a class="button button-primary" href={paths.panel(handle, 'hermes')}>
        Back to my page <Icon name="arrow" />
      </a>
    </section>
  </Layout>
)

/** The target of the form. */
export const hermesRoutes = new Hono<AppEnv>().post(
  `${HANDLE_ROUTE}/hermes-events`,
  rateLimit('write'),
  access('owner'),
  async (c) => {
    const { handle } = c.var.access.profile
    const { hermesEvents } = profileClient(c.env, handle)
    const { action } = await c.req.parseBody()
    if (action === 'stop') {
      await hermesEvents.removeSecret()
      return c.redirect(c.var.paths.panel(handle, 'hermes'), 303)
    }
    const hook = { url: c.var.urls.hermesEventsApi(handle), secret: await hermesEvents.makeSecret() }
    return htmlPage(c, <HermesSetUpPage handle={handle} hook={hook} />, 201)
  },
)
