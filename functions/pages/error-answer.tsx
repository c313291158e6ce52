import type { LaurelError } from '../../src/errors.ts'
import { ErrorPage } from './error.tsx'

/** The page that answers a failed request; `path` is what was asked for. */
export function errorPage(error: LaurelError, path: string) {
  return <ErrorPage status={error.status} error={error.toBody().error} path={path} />
}
