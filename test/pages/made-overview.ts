import type { Overview } from '../../src/storage/overview-table.ts'
import { NOW } from './made-views.ts'

/** What the operator of a small server is shown, every number different. */
export const OVERVIEW: Overview = {
  profiles: { private: 12, unlisted: 345, public: 1_208 },
  samples: 31,
  bytes: 2_417_000_000,
  due: 7,
  overdue: 1,
  erasures: 2,
  scans: { finished: 8_564, failed: 3 },
  ticks: {
    all: 288,
    woken: 904,
    erased: 67,
    swept: 5,
    last: { at: NOW - 130, seconds: 1.25, woken: 6, erased: 4, swept: 9 },
  },
  created: { profiles: 14, samples: 28 },
}
