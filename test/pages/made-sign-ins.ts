import type { SignIns } from '../../src/contract/owner-key.ts'
import { NOW } from './made-views.ts'

/** This browser, and another one. */
export function signIns(): SignIns {
  const here = {
    id: '00000000-0000-4000-8000-000000000002',
    browser: 'Firefox on Linux',
    created_at: NOW - 86_400 * 3,
    last_seen_on: '2026-03-12',
    current: true,
  }
  return {
    sign_ins: [
      here,
      { ...here, id: '00000000-0000-4000-8000-000000000003', browser: 'Safari on an iPhone', current: false },
    ],
  }
}
