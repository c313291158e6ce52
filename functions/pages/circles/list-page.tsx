import type { FC } from 'hono/jsx'
import type { Circles } from '../../../src/contract/circles.ts'
import { plural, t } from '../../../src/language/language.ts'
import { Layout } from '../layout.tsx'
import { FormError, TextField, TimeZoneField } from '../parts/field.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { paths } from '../paths.ts'
import { CodeField, WhatMembersSee } from './code-field.tsx'

export interface CirclesPageProps {
  profile: { handle: string; time_zone: string }
  circles: Circles
  error?: { message: string; hint?: string | undefined } | undefined
}

/** The circles that an owner is in, and the forms to make and to join one. */
export const CirclesPage: FC<CirclesPageProps> = ({ profile, circles: { circles, circles_max }, error }) => {
  const { handle, time_zone } = profile
  return (
    <Layout title={t('Circles of @{handle}', { handle })} path={paths.circles(handle)} noindex>
      <div class="circles">
        <OwnerNav handle={handle} current="circles" />
        <h1>{t('Among friends')}</h1>
        <p class="lead">
          {t(
            'A circle is a few people who see how far each other’s agents got this month. Nobody else sees it.',
          )}
        </p>
        <FormError error={error} />
        {circles.length > 0 && (
          <ul class="circle-list">
            {circles.map(({ id, name, member_count, rank, points }) => (
              <li>
                <h2>
                  <a href={paths.circle(handle, id)}>{name}</a>
                </h2>
                <p class="hint">
                  {plural(member_count, '{n} member', '{n} members')} ·{' '}
                  {member_count > 1 && points > 0
                    ? plural(
                        points,
                        'you: {n} point this month, place {rank}',
                        'you: {n} points this month, place {rank}',
                        { rank },
                      )
                    : plural(points, 'you: {n} point this month', 'you: {n} points this month')}
                </p>
              </li>
            ))}
          </ul>
        )}
        {circles.length >= circles_max ? (
          <p class="notice">
            {t('You are in {count} circles, as many as one page can be in.', { count: circles_max })}
          </p>
        ) : (
          <div class="circle-forms">
            <form class="card" method="post" action={paths.joinAction(handle)} aria-labelledby="join-heading">
              <h2 id="join-heading">{t('Join one')}</h2>
              <CodeField />
              <WhatMembersSee />
              <button class="button button-primary" type="submit">
                {t('Join')}
              </button>
            </form>
            <form class="card" method="post" action={paths.circles(handle)} aria-labelledby="make-heading">
              <h2 id="make-heading">{t('Make one')}</h2>
              <TextField id="circle-name" name="name" label={t('Name')} maxlength={40} />
              <TimeZoneField
                id="circle-zone"
                value={time_zone}
                hint={t('When its months begin and end. It stays as it is.')}
              />
              <button class="button" type="submit">
                {t('Make a circle')}
              </button>
            </form>
          </div>
        )}
      </div>
    </Layout>
  )
}
