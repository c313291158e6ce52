/** What this version of Node knows of the clocks of time zones: nights and weekends counted by other data don't add up. */
export function zoneData(): string {
  const { tz = '', icu = '' } = process.versions
  return `${tz} ${icu}`
}
