import { ClocksSchema, type Visibility } from '../contract/profiles.ts'

/** The settings of a profile and its owner. */
export interface ProfileDocument {
  /** Prefix of its data in R2. Never reused. */
  id: string
  handle: string
  /** An IANA name. */
  time_zone: string
  /** The zone that the owner chose, if this runtime does not know it; `time_zone` is UTC then. Never stored. */
  unknown_time_zone?: string
  visibility: Visibility
  /** Hash of the owner key, in hexadecimal. The key itself is not stored. */
  owner_key_sha256: string
  /** The same of the recovery code. Absent in older profiles. */
  recovery_code_sha256?: string
  /** Unix seconds. */
  created_at: number
  /** Whether it was made of the sample history, whose chunks all samples share. Absent: no. */
  sample?: true
  /** When the time zone was last changed; absent if never. Unix seconds. */
  time_zone_changed_at?: number
  /** When to tell the registry of the visibility; absent if it knows. Unix seconds. */
  registry_due_at?: number
  /** Whether totals of its insights are public. Absent: no. */
  publish_insights?: boolean
  /** Whether its owner lists it on `/explore`. Only of a public page; absent: no. */
  listed?: boolean
  /** What the registry lists of it: see src/view/listing.ts. Absent: nothing. */
  listed_as?: string
  /** Whether its calendar is public. Absent: no. */
  publish_calendar?: boolean
  /** Whether live sessions are stored. Absent in older profiles: no. */
  sync_to_insights?: boolean
}

/** Returns a profile for use: in UTC if this runtime does not know its time zone. */
export function inKnownZone(profile: ProfileDocument): ProfileDocument {
  const { time_zone } = profile
  if (ClocksSchema.safeParse(time_zone).success) return profile
  return { ...profile, time_zone: 'UTC', unknown_time_zone: time_zone }
}

/** Returns a profile for storage: in the zone that its owner chose, which another runtime may know. */
export function inChosenZone({ unknown_time_zone: chosen, ...profile }: ProfileDocument): ProfileDocument {
  return chosen !== undefined && profile.time_zone === 'UTC' ? { ...profile, time_zone: chosen } : profile
}
