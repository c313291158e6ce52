import type { FC } from 'hono/jsx'
import { ErrorPage } from './error.tsx'

/** The page does not exist, or this reader may not know of it: the two look alike. */
export const NotFoundPage: FC<{ path: string }> = ({ path }) => (
  <ErrorPage
    status={404}
    path={path}
    error={{
      code: 'not_found',
      message: 'There is no page at this address.',
      hint: 'It may be private, renamed or gone. If it is yours, sign in to see it.',
    }}
  />
)
