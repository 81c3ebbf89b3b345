/** Why a bundle that opens is not taken into a ledger, in the clerk's words. Nothing has been changed in any of these. */
import Database from 'better-sqlite3'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { parseHlc } from '../db/hlc.ts'
import { LaterThanClock, MissingRecord, UnknownShape } from '../db/merge/merge-faults.ts'
import { SCHEMA_VERSION } from '../db/migrate.ts'
import type { BundleStrangeness } from './bundle-standing.ts'
import type { KnownSender } from './incoming.ts'
import type { BundleManifest } from './manifest.ts'
import { contentFault } from './payload.ts'

export function strangeBundle(
  why: BundleStrangeness,
  { from, to, schema }: BundleManifest,
  sender: KnownSender,
): Refusal {
  switch (why) {
    case 'not-for-us':
      return new Refusal(
        'bundle.not-for-us',
        `这份交换文件是发给“${to.office}”的，不是发给本单位的，没有接收，台账没有改动。请转交对方，或请“${from.office}”另发一份给本单位。`,
        { to: to.office },
      )
    case 'other-ledger':
      return new Refusal(
        'bundle.other-ledger',
        `这份交换文件用“${sender.name}”的钥匙签名，却来自另一个台账，没有接收，台账没有改动。请打电话问清对方；换了台账的，要重新核对钥匙卡。`,
        { partner: sender.name },
      )
    case 'newer-schema':
      return new Refusal(
        'bundle.newer-schema',
        `“${from.office}”用的软件比本单位新，这份交换文件要格式 ${schema.readableFrom} 以上才能接收（本软件是 ${SCHEMA_VERSION}），台账没有改动。请升级本软件后再导入。`,
        { needed: schema.readableFrom, own: SCHEMA_VERSION },
      )
  }
}

export function farAhead({ from, clock }: BundleManifest, now: number): Refusal {
  const hours = Math.round(((parseHlc(clock)?.millis ?? now) - now) / 3_600_000)
  return new Refusal(
    'bundle.clock-ahead',
    `“${from.office}”电脑的时钟比本机快约 ${hours} 小时，没有接收，台账没有改动。请先核对两边电脑的日期和时间；确认要收的，选择“时钟不准也接收”。`,
    { hours, office: from.office },
  )
}

export function parsed<T>(read: () => T, line: number): T {
  try {
    return read()
  } catch {
    throw contentFault(line)
  }
}

/** What the merge found impossible, in the clerk's words. */
export function asBundleFault(error: unknown): unknown {
  if (error instanceof MissingRecord)
    return new Refusal(
      'bundle.record-missing',
      `交换文件改动了本单位没有收到过的记录（${error.tbl}），前面的内容不全，没有接收，台账没有改动。请对方发一份“全部内容”。`,
      { table: error.tbl, id: error.rowId },
    )
  if (error instanceof UnknownShape || error instanceof LaterThanClock || error instanceof SyntaxError)
    return contentFault(0)
  if (error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY')
    return new Refusal(
      'bundle.reference-missing',
      '交换文件里的记录引用了本单位没有的记录，内容不全，没有接收，台账没有改动。请对方发一份“全部内容”。',
    )
  if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT'))
    return new Refusal(
      'bundle.row',
      `交换文件里有一条记录不合格式（${error.message}），没有接收，台账没有改动。请把这条信息告知对方和技术支持。`,
    )
  return error
}

export function sequenceForged({ from, sequence }: BundleManifest): Refusal {
  return new Refusal(
    'bundle.sequence-forged',
    `“${from.office}”的第${sequence}份已经收到过，而这一份序号相同、内容不同，没有接收，台账没有改动。请打电话问清对方：可能是对方从备份恢复过台账，应请对方重新发一份“全部内容”。`,
    { sequence, office: from.office },
  )
}

export function otherParent({ from, sequence, base }: BundleManifest): Refusal {
  return new Refusal(
    'bundle.parent',
    `“${from.office}”的第${sequence}份接着的第${base}份与本单位收到的不是同一份，没有接收，台账没有改动。请对方重新发一份“全部内容”。`,
    { sequence, base },
  )
}
