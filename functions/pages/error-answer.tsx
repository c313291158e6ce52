import type { LaurelError } from '../../src/errors.ts'
import { ErrorPage } from './error.tsx'

/**
 * Returns the error page for a failed request.
 * @param path the requested path
 */
export function errorPage(error: LaurelError, path: string) {
  return <ErrorPage status={error.status} error={error} path={path} />
}
