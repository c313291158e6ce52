/** Sessions in one batch of a report at most. Unit: sessions. Apart from the schemas, which pages do without. */
export const REPORT_BATCH_MAX = 1_000
