import type { Attested } from '../contract/credentials.ts'

/** What a credential attests. The wording promises no more than is known. */
export const ATTESTED: Readonly<Record<Attested, { name: string; narrative: string }>> = {
  scanned: {
    name: 'Computed by this server from an uploaded history',
    narrative:
      'The issuer read the history that the owner uploaded and counted by itself. Whether that history is genuine it cannot tell.',
  },
  'self-reported': {
    name: 'Self-reported by the owner',
    narrative:
      'The owner’s machine counted and reported its figures. The issuer checked that they are possible, not that they are true.',
  },
  mixed: {
    name: 'Computed from an uploaded history and from self-reported figures',
    narrative:
      'Some of the figures the issuer counted from a history that the owner uploaded; others the owner’s machine reported. The issuer checked that these are possible, not that they are true.',
  },
}

/** How the date of a credential is known. */
export const DATED: Readonly<Record<'session' | 'scan', string>> = {
  session: 'It is dated by the last activity of the session that earned it, as the history has it.',
  scan: 'The session that earned it has no usable time, so it is dated by the scan that counted it.',
}
