/** Maximum sessions in one batch of a report. Kept apart from the schemas, which pages do not load. Unit: sessions. */
export const REPORT_BATCH_MAX = 1_000
