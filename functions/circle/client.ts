/** Why a circle does not do what it was asked for. */
export type Refusal = 'no member' | 'not the maker'

/** What the objects of profiles call. */
export type CircleStub = ReturnType<Env['CIRCLES']['get']>

/** Returns the stub of a circle's object. To call one that was never made makes an empty one: know that it exists. */
export function circleObject(env: Env, id: string): CircleStub {
  return env.CIRCLES.get(env.CIRCLES.idFromName(id))
}
