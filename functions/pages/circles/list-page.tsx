import type { FC } from 'hono/jsx'
import type { Circles } from '../../../src/contract/circles.ts'
import { counted, grouped } from '../../../src/ui/wording.ts'
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
    <Layout title={`Circles of @${handle}`} path={paths.circles(handle)} noindex>
      <div class="circles">
        <OwnerNav handle={handle} current="circles" />
        <h1>Among friends</h1>
        <p class="lead">
          A circle is a few people who see how far each other’s agents got this month. Nobody else sees it.
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
                  {counted(member_count, 'member')} · you: {counted(points, 'point')} this month
                  {member_count > 1 && points > 0 && `, place ${grouped(rank)}`}
                </p>
              </li>
            ))}
          </ul>
        )}
        {circles.length >= circles_max ? (
          <p class="notice">You are in {grouped(circles_max)} circles, as many as one page can be in.</p>
        ) : (
          <div class="circle-forms">
            <form class="card" method="post" action={paths.joinAction(handle)} aria-labelledby="join-heading">
              <h2 id="join-heading">Join one</h2>
              <CodeField />
              <WhatMembersSee />
              <button class="button button-primary" type="submit">
                Join
              </button>
            </form>
            <form class="card" method="post" action={paths.circles(handle)} aria-labelledby="make-heading">
              <h2 id="make-heading">Make one</h2>
              <TextField id="circle-name" name="name" label="Name" maxlength={40} />
              <TimeZoneField
                id="circle-zone"
                value={time_zone}
                hint="When its months begin and end. It stays as it is."
              />
              <button class="button" type="submit">
                Make a circle
              </button>
            </form>
          </div>
        )}
      </div>
    </Layout>
  )
}
