import { sha256Hex } from '../../src/digest.ts'
import { LaurelError } from '../../src/errors.ts'
import { sameDigest } from '../profile/owner-secrets.ts'

/** Returns the codes with which profiles may be created; none if anybody may. */
function invitationCodes({ INVITATION_CODES = '' }: Env): string[] {
  return INVITATION_CODES.split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
}

/** Whether only invited people may create profiles. */
export function byInvitation(env: Env): boolean {
  return invitationCodes(env).length > 0
}

/** @throws LaurelError `invitation_needed` unless anybody may create profiles or `code` is an invitation */
export async function checkInvitation(env: Env, code = ''): Promise<void> {
  const codes = invitationCodes(env)
  const given = await sha256Hex(code.trim())
  const matches = await Promise.all(codes.map(async (known) => sameDigest(given, await sha256Hex(known))))
  if (codes.length === 0 || matches.includes(true)) return
  const message =
    code === '' ? 'Profiles are created by invitation here.' : 'This invitation code is not valid.'
  throw new LaurelError('invitation_needed', message, { hint: 'Ask whoever runs this server for a code.' })
}
