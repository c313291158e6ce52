import type { Identity } from '../../src/contract/identity.ts'
import { NOW, unlocked, viewOf } from './made-views.ts'

/** Whose page it is: a link that is proved, one that was not, one that nobody has looked at. */
const SAID: Identity = {
  name: 'Ada Lovelace',
  line: 'Counts tokens since 1843',
  links: [
    {
      url: 'https://ada.dev/',
      proof: { by: 'back-link', proved_at: NOW - 86_400, checked_at: NOW - 60 },
      check: { checked_at: NOW - 60, failures: 0 },
    },
    { url: 'https://code.dev/ada', proof: null, check: { checked_at: NOW - 60, failures: 1 } },
    { url: 'https://new.dev/', proof: null, check: { checked_at: null, failures: 0 } },
  ],
  pins: ['one'],
}

/** A view of a page whose owner says whose it is. */
export const NAMED = { ...viewOf([unlocked('one', 'Gold')]), identity: SAID }
