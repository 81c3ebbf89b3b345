/** What a rejected row of a receipt names as its table where the bundle was refused as a whole. */
export const WHOLE_BUNDLE = 'bundles'
