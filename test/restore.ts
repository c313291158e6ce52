import { afterAll, vi } from 'vitest'

// Files share a process: the next one needs the real clock and the real methods.
afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
