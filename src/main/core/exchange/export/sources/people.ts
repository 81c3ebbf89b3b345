import type { ExportSourceSpec } from '../export-source.ts'
import { categoryDay, MONITORED_WORDS, PERSON_FIELDS, touchedByPerson } from './person-fields.ts'

const household = (label: string, sql: string) => ({ label, kind: 'text', sql, table: 'households' }) as const
const category = (label: string, sql: string) =>
  ({ label, kind: 'date', sql, table: 'person_categories' }) as const

/** 人员: a row a person. */
export const peopleSource: ExportSourceSpec = {
  label: '人员',
  unit: '人',
  table: 'people',
  key: 'p.id',
  from: 'people p LEFT JOIN households h ON h.id = p.household_id AND h.deleted_at IS NULL',
  where: 'p.deleted_at IS NULL',
  order: 'p.home_county, p.home_township_text, p.home_village, p.household_id, p.id',
  who: { from: 'people p', name: 'p.name', idNumber: 'p.id_number' },
  fields: {
    ...PERSON_FIELDS,
    'household.code': household('户编号', 'h.code'),
    'household.size': { ...household('人数', 'h.size'), kind: 'number' },
    'household.hamlet': household('自然村', 'h.hamlet'),
    'household.phone': { ...household('户联系电话', 'h.phone'), personal: 'phone' },
    'household.kind': household('户类型', 'h.kind_text'),
    'household.povertyCause': household('主要致贫原因', 'h.poverty_cause'),
    'household.incomePerHead': { ...household('人均纯收入', 'h.income_per_head_fen'), kind: 'money' },
    'category.povertyLiftedOn': category('人员识别时间', categoryDay('from', 'poverty-lifted')),
    'category.monitored': {
      label: '监测对象类别',
      kind: 'code',
      sql: `(SELECT c.category FROM person_categories c WHERE c.person_id = p.id AND c.deleted_at IS NULL
        AND c.category LIKE 'monitored-%' ORDER BY c.from_date DESC LIMIT 1)`,
      table: 'person_categories',
      words: MONITORED_WORDS,
    },
    'category.monitoredFrom': category('风险识别时间', categoryDay('from', 'monitored-%')),
    'category.monitoredTo': category('风险消除时间', categoryDay('to', 'monitored-%')),
    'category.minimumLivingFrom': category('低保起始时间', categoryDay('from', 'minimum-living')),
    'category.minimumLivingTo': category('低保终止时间', categoryDay('to', 'minimum-living')),
    'category.extremePovertyFrom': category('特困起始时间', categoryDay('from', 'extreme-poverty')),
    'category.extremePovertyTo': category('特困终止时间', categoryDay('to', 'extreme-poverty')),
    'category.relocatedOn': category('易地搬迁入住时间', categoryDay('from', 'relocated')),
  },
  touched: touchedByPerson((personIds) => personIds),
}
