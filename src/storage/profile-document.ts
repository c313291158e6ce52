import { TimeZoneSchema, type Visibility } from '../contract/profiles.ts'

/** What a profile is, and whose. */
export interface ProfileDocument {
  /** Names its place in R2. Never used again. */
  id: string
  handle: string
  /** IANA. */
  time_zone: string
  /** The zone that its owner chose, if this runtime does not know it; `time_zone` is UTC then. Never stored. */
  unknown_time_zone?: string
  visibility: Visibility
  /** Of the owner key, in hexadecimal. The key itself is not kept. */
  owner_key_sha256: string
  /** Unix seconds. */
  created_at: number
  /** When the time zone was changed last; absent: never. Unix seconds. */
  time_zone_changed_at?: number
  /** Totals of its insights are for everyone. Absent: they are not. */
  publish_insights?: boolean
  /** Whether sessions that are reported live are kept. Absent in profiles that are older than that: no. */
  sync_to_insights?: boolean
}

/** A profile as it is used: in UTC if this runtime does not know its time zone. */
export function inKnownZone(profile: ProfileDocument): ProfileDocument {
  const { time_zone } = profile
  if (TimeZoneSchema.safeParse(time_zone).success) return profile
  return { ...profile, time_zone: 'UTC', unknown_time_zone: time_zone }
}

/** A profile as it is stored: in the zone that its owner chose, which another runtime may know. */
export function inChosenZone({ unknown_time_zone: chosen, ...profile }: ProfileDocument): ProfileDocument {
  return chosen !== undefined && profile.time_zone === 'UTC' ? { ...profile, time_zone: chosen } : profile
}
