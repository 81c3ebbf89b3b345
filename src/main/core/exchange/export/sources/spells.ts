import { POST_KIND_TEXT } from '../../../../../shared/text/registry.ts'
import type { ExportSourceSpec, SourceField } from '../export-source.ts'
import { PERSON_FIELDS, touchedByPerson } from './person-fields.ts'

const text = (label: string, sql: string): SourceField => ({ label, kind: 'text', sql })
const day = (label: string, sql: string): SourceField => ({ label, kind: 'date', sql })
const employer = (label: string, sql: string): SourceField => ({
  label,
  kind: 'text',
  sql,
  table: 'employers',
})
const place = (label: string, part: NonNullable<SourceField['part']>): SourceField => ({
  label,
  kind: 'region',
  sql: 's.county',
  part,
})
const ofYear = (label: string, column: string): SourceField => ({
  label,
  kind: 'money',
  sql: `(SELECT y.${column} FROM spell_years y WHERE y.spell_id = s.id AND y.year = :year AND y.deleted_at IS NULL)`,
  table: 'spell_years',
  yearly: true,
})

/** 务工经历: a row a spell of work. */
export const spellsSource: ExportSourceSpec = {
  label: '务工经历',
  unit: '段务工',
  table: 'spells',
  key: 's.id',
  from: `spells s JOIN people p ON p.id = s.person_id AND p.deleted_at IS NULL
    LEFT JOIN employers e ON e.id = s.employer_id AND e.deleted_at IS NULL
    LEFT JOIN agents a ON a.id = s.agent_id AND a.deleted_at IS NULL`,
  where: 's.deleted_at IS NULL',
  order: 'p.home_county, p.home_township_text, p.home_village, p.id, s.from_date, s.id',
  who: { from: 'spells s JOIN people p ON p.id = s.person_id', name: 'p.name', idNumber: 'p.id_number' },
  fields: {
    ...PERSON_FIELDS,
    'spell.from': day('务工开始日期', 's.from_date'),
    'spell.fromMonth': { label: '务工开始年月', kind: 'month', sql: 'substr(s.from_date, 1, 7)' },
    'spell.to': day('务工结束日期', 's.to_date'),
    'spell.toMonth': { label: '务工结束年月', kind: 'month', sql: 'substr(s.to_date, 1, 7)' },
    'spell.state': {
      label: '在岗状态',
      kind: 'code',
      sql: 's.to_state',
      words: { open: '在岗', ended: '离岗' },
    },
    'spell.employer': employer('务工企业名称', 'coalesce(s.employer_text, e.name)'),
    'spell.employerCode': employer('用人单位信用代码', 'e.credit_code'),
    'spell.province': place('务工省', 'province'),
    'spell.city': place('务工市', 'city'),
    'spell.county': place('务工县', 'county'),
    'spell.countyCode': text('务工县代码', 's.county'),
    'spell.place': text('务工地点', 's.workplace_text'),
    'spell.street': {
      label: '务工地点（县以下）',
      kind: 'region',
      sql: "coalesce(s.county, '') || ' ' || coalesce(s.workplace_text, '')",
      part: 'rest',
    },
    'spell.industry': text('所属行业', 's.industry'),
    'spell.jobTitle': text('岗位', 's.job_title'),
    'spell.postKind': { label: '岗位类型', kind: 'code', sql: 's.post_kind', words: POST_KIND_TEXT },
    'spell.channel': text('就业渠道', 's.channel_text'),
    'spell.monthlyIncome': { label: '务工月收入', kind: 'money', sql: 's.monthly_income_fen' },
    'spell.pointToPoint': { label: '是否点对点输送', kind: 'yes-no', sql: 's.point_to_point' },
    'spell.organiser': {
      label: '组织单位',
      kind: 'text',
      sql: `CASE s.organised_state WHEN 'no' THEN '自行外出' WHEN 'yes' THEN coalesce(s.agent_text, a.name, '是') END`,
      table: 'agents',
    },
    'spell.filing': text(
      '备案号',
      `CASE s.filing_state WHEN 'no' THEN '无' WHEN 'yes' THEN coalesce(s.filing_number, '是') END`,
    ),
    'spell.filedOn': day('备案日期', 's.filing_on'),
    'spell.contract': {
      label: '是否签订劳动合同',
      kind: 'code',
      sql: 's.contract_state',
      words: { yes: '是', no: '否' },
    },
    'spell.contractFrom': day('合同起', 's.contract_from'),
    'spell.contractTo': day('合同止', 's.contract_to'),
    'spell.insuredKnown': { label: '参保月份是否齐全', kind: 'yes-no', sql: 's.insured_known' },
    'spell.wages': ofYear('年工资', 'wages_fen'),
    'spell.fare': ofYear('年往返车费', 'fare_fen'),
  },
  touched: {
    spells: `SELECT l.row_id FROM entries l WHERE l.tbl = 'spells'`,
    spell_years: `SELECT y.spell_id FROM entries l JOIN spell_years y ON y.id = l.row_id WHERE l.tbl = 'spell_years'`,
    employers: `SELECT s.id FROM entries l JOIN spells s ON s.employer_id = l.row_id WHERE l.tbl = 'employers'`,
    agents: `SELECT s.id FROM entries l JOIN spells s ON s.agent_id = l.row_id WHERE l.tbl = 'agents'`,
    ...touchedByPerson((personIds) => `SELECT s.id FROM spells s WHERE s.person_id IN (${personIds})`),
  },
}
