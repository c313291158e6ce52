import type { FC } from 'hono/jsx'
import { counted } from '../../../src/ui/wording.ts'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'

export interface RevokePageProps {
  handle: string
  badge: { id: string; name: string }
  /** Whether it is done, or still to be confirmed. */
  revoked: boolean
  /** How long other verifiers may go by what they know, in seconds. */
  ttlSeconds: number
}

/** Asks an owner to confirm that the credentials of a badge are revoked, and says when they are. */
export const RevokePage: FC<RevokePageProps> = ({ handle, badge, revoked, ttlSeconds }) => {
  const path = paths.revoke(handle, badge.id)
  const minutes = counted(Math.ceil(ttlSeconds / 60), 'minute')
  return (
    <Layout title={revoked ? 'Revoked' : 'Revoke a credential'} path={path} script="badge" noindex>
      <section class="card narrow" aria-labelledby="revoke-heading">
        <h1 id="revoke-heading">
          {revoked ? `Your ${badge.name} credential is revoked` : `Revoke your ${badge.name} credential?`}
        </h1>
        <p>
          {revoked
            ? `No copy of it is valid any more, whatever its tier. Other verifiers may take up to ${minutes} to notice.`
            : `Every copy you or others have downloaded becomes invalid, whatever its tier, and stays so. Other verifiers may take up to ${minutes} to notice.`}
        </p>
        <p>
          Only copies made before this server kept a list of revoked credentials stay valid: they don’t name
          it.
        </p>
        <p>
          Your badge stays. Whoever can see it can get a new credential; if nobody should, make your page
          private{revoked ? '.' : ' first.'}
        </p>
        <form method="post" action={path}>
          <a class="button" href={paths.badge(handle, badge.id)}>
            {revoked ? 'Back to the badge' : 'Keep it'}
          </a>{' '}
          {!revoked && (
            <button class="button button-danger" name="confirm" value="yes" type="submit">
              Revoke all copies
            </button>
          )}
        </form>
      </section>
    </Layout>
  )
}
