import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'
import { CodeField, WhatMembersSee } from './code-field.tsx'

/** Where an invitation leads. `handles`: the pages that this browser is signed in to. */
export const JoinPage: FC<{ handles: readonly string[] }> = ({ handles }) => (
  <Layout title={t('Join a circle')} path={paths.joinCircle()} noindex script="circles">
    {handles.length === 0 ? (
      <section class="card narrow">
        <h1>{t('Join a circle')}</h1>
        <p>
          {t(
            'Members of a circle see how far each other’s agents got this month. To join, you need a page of your own: sign in, then open your invitation again.',
          )}
        </p>
        <p class="circle-actions">
          <a class="button button-primary" href={paths.signIn}>
            {t('Sign in')}
          </a>
          <a class="button" href={paths.home}>
            {t('Make a page')}
          </a>
        </p>
      </section>
    ) : (
      <form class="card narrow" method="post" action={paths.joinAction(handles[0] ?? '')}>
        <h1>{t('Join a circle')}</h1>
        <CodeField />
        <WhatMembersSee />
        <p class="circle-actions">
          {handles.map((handle, at) => (
            <button
              class={at === 0 ? 'button button-primary' : 'button'}
              type="submit"
              formaction={paths.joinAction(handle)}
            >
              {t('Join as @{handle}', { handle })}
            </button>
          ))}
        </p>
      </form>
    )}
  </Layout>
)
