import { type DeskRules, deskRules } from '../../../shared/contract/officers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { settings } from '../db/schema/registry.ts'
import { officersAtWork } from './officers.ts'

const NOTHING: DeskRules = { fourEyes: false, idleMinutes: 0 }

/** 锁定和复核规定 of this office. */
export function readDeskRules(ledger: Pick<ReadLedger, 'prepare'>): DeskRules {
  const row = ledger.prepare<{ value: string }>("SELECT value FROM settings WHERE key = 'desk'").get()
  return row === undefined ? NOTHING : deskRules.parse(JSON.parse(row.value))
}

/** Changes those rules that are given, and gives the whole. @throws Refusal `officers.two-needed` */
export function saveDeskRules(
  tx: WriteTx,
  patch: { [K in keyof DeskRules]?: DeskRules[K] | undefined },
): DeskRules {
  const now = readDeskRules(tx)
  const rules = {
    fourEyes: patch.fourEyes ?? now.fourEyes,
    idleMinutes: patch.idleMinutes ?? now.idleMinutes,
  }
  if (rules.fourEyes && !now.fourEyes) {
    const able = officersAtWork(tx).filter(({ role }) => role !== 'viewer')
    if (able.length < 2 || !able.some(({ role }) => role !== 'clerk')) {
      throw new Refusal(
        'officers.two-needed',
        '要求审核和复核分开，名单里至少要有两个能办理的人，其中一个是复核或管理员。请先添加人员。',
      )
    }
  }
  tx.local(settings).upsert({ key: 'desk', value: JSON.stringify(rules) })
  return rules
}
