import type { FC } from 'hono/jsx'
import { ErrorPage } from './error.tsx'

/** No such page, or none that this reader may know of: the two look alike. */
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
