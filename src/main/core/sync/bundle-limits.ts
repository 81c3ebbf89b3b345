/** What a bundle may ask of the machine that reads it, so that no file, whoever signed it, fills its memory or disk. */
import { LARGEST_ATTACHMENT } from '../../../shared/domain/attachments.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** Plain text of one bundle: several times a province's largest county with its whole log. */
export const MOST_PAYLOAD = 8 * 1024 * MIB

/**
 * How many times its packed size the text may have. Change-log lines pack 5 to 30 times, the dullest possible ones some
 * 200; a bomb needs thousands. Small files are let off: little is lost with them.
 */
export const MOST_PACKING = 1000
export const PACKING_COUNTS_FROM = 64 * MIB

/** One line: an attachment as base64, with what is said of it. */
export const LONGEST_LINE = Math.ceil(LARGEST_ATTACHMENT / 3) * 4 + MIB

/** The signed description at the end of the file. */
export const MOST_ENVELOPE = MIB
export const MOST_RECIPIENTS = 64

/** age's header: some 130 bytes for each recipient. */
export const MOST_AGE_HEADER = 64 * KIB

/** Memory that a packed text may ask its reader to keep (as a power of two); level 1 uses 512 KiB. */
export const ZSTD_WINDOW_LOG = 23

/**
 * How much may wait before and after packing or unpacking, which a thread of its own does: enough that it and the
 * ledger's thread work at the same time, instead of taking turns block by block.
 */
export const WORK_AHEAD = { highWaterMark: 4 * MIB } as const
