import type { FC } from 'hono/jsx'
import { plural, t } from '../../../src/language/language.ts'
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
  const time = plural(Math.ceil(ttlSeconds / 60), '{n} minute', '{n} minutes')
  return (
    <Layout title={t(revoked ? 'Revoked' : 'Revoke a credential')} path={path} script="badge" noindex>
      <section class="card narrow" aria-labelledby="revoke-heading">
        <h1 id="revoke-heading">
          {t(revoked ? 'Your {badge} credential is revoked' : 'Revoke your {badge} credential?', {
            badge: badge.name,
          })}
        </h1>
        <p>
          {revoked
            ? t(
                'No copy of it is valid any more, whatever its tier. Other verifiers may take up to {time} to notice.',
                { time },
              )
            : t(
                'Every copy you or others have downloaded becomes invalid, whatever its tier, and stays so. Other verifiers may take up to {time} to notice.',
                { time },
              )}
        </p>
        <p>
          {t(
            'Only copies made before this server kept a list of revoked credentials stay valid: they don’t name it.',
          )}
        </p>
        <p>
          {revoked
            ? t(
                'Your badge stays. Whoever can see it can get a new credential; if nobody should, make your page private.',
              )
            : t(
                'Your badge stays. Whoever can see it can get a new credential; if nobody should, make your page private first.',
              )}
        </p>
        <form method="post" action={path}>
          <a class="button" href={paths.badge(handle, badge.id)}>
            {t(revoked ? 'Back to the badge' : 'Keep it')}
          </a>{' '}
          {!revoked && (
            <button class="button button-danger" name="confirm" value="yes" type="submit">
              {t('Revoke all copies')}
            </button>
          )}
        </form>
      </section>
    </Layout>
  )
}
