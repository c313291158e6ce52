import { getSystemErrorMap } from 'node:util'

/** Returns the operating system's reason, such as `no space left on device`; undefined for any other error. */
export function systemReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return undefined
  return getSystemErrorMap().get(error.errno)?.[1]
}

/** Whether it is an error of the system with this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
