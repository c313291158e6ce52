import type { FC } from 'hono/jsx'
import { type Message, t } from '../../src/language/language.ts'
import { Wreath } from '../../src/ui/wreath.tsx'
import { Layout } from './layout.tsx'
import { told } from './parts/told.tsx'
import { paths } from './paths.ts'

export interface ErrorPageProps {
  /** HTTP status of the response. */
  status: number
  error: { code: string; message: string; hint?: string | undefined }
  path: string
}

const HEADINGS: Readonly<Record<number, Message>> = {
  400: 'That didn’t work',
  401: 'For the owner only',
  403: 'For the owner only',
  404: 'No laurels here',
  405: 'That’s not allowed here',
  409: 'That’s in conflict',
  413: 'Too much at once',
  422: 'That file can’t be read',
  429: 'One moment, please',
}

/** A friendly page for any error, with its code to quote and a way forward. */
export const ErrorPage: FC<ErrorPageProps> = ({ status, error, path }) => {
  const forOperator = error.code === 'operator_only'
  const signsIn = !forOperator && (status === 401 || status === 403)
  const heading = t(forOperator ? 'For the operator only' : headingOf(status))
  return (
    <Layout title={heading} path={path} noindex>
      <section class="oops">
        <Wreath growth={2} />
        <h1>{heading}</h1>
        <p class="lead">{told(error.message)}</p>
        {/* The hint of a missing key is for programs. */}
        {status === 401 && signsIn ? (
          <p>{t('If this page is yours, sign in with its owner key.')}</p>
        ) : (
          error.hint && <p>{told(error.hint)}</p>
        )}
        <p class="oops-actions">
          {signsIn && (
            <a class="button button-primary" href={paths.signInTo(handleIn(path))}>
              {t('Sign in')}
            </a>
          )}
          <a class={signsIn ? 'button' : 'button button-primary'} href={paths.home}>
            {t('Go to the home page')}
          </a>
        </p>
        <p class="hint">
          {status} <code>{error.code}</code>
        </p>
      </section>
    </Layout>
  )
}

/** Returns the handle in the path of a page, to fill in the form; undefined if there is none. */
function handleIn(path: string): string | undefined {
  const below = path.startsWith(paths.root) ? path.slice(paths.root.length) : path
  return /^\/@([a-z0-9-]+)/.exec(below)?.[1]
}

function headingOf(status: number): Message {
  return HEADINGS[status] ?? 'Something went wrong'
}
