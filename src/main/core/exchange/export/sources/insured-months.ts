import type { ExportSourceSpec, SourceField } from '../export-source.ts'
import { PERSON_FIELDS, touchedByPerson } from './person-fields.ts'

const employer = (label: string, sql: string): SourceField => ({
  label,
  kind: 'text',
  sql,
  table: 'employers',
})
const month = (number: string) => `(i.year || '-' || substr('0' || (${number} + 1), -2))`
/** the last month of the unbroken run that begins with month `m` (0–11) */
const END = `(SELECT min(n.value) FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11]') n
  WHERE n.value >= m.value AND NOT (i.months >> (n.value + 1)) & 1)`

/** 参保月份: a row for each unbroken run of months in a year, of a person with an employer in a county. */
export const insuredMonthsSource: ExportSourceSpec = {
  label: '参保月份',
  unit: '条参保',
  table: 'insured_years',
  key: 'i.id',
  from: `insured_years i JOIN people p ON p.id = i.person_id AND p.deleted_at IS NULL
    JOIN json_each('[0,1,2,3,4,5,6,7,8,9,10,11]') m
      ON (i.months >> m.value) & 1 AND NOT (m.value > 0 AND (i.months >> (m.value - 1)) & 1)
    LEFT JOIN employers e ON e.id = i.employer_id AND e.deleted_at IS NULL`,
  where: 'i.deleted_at IS NULL',
  order: 'p.home_county, p.home_township_text, p.home_village, p.id, i.year, i.id',
  within: 'm.value',
  who: {
    from: 'insured_years i JOIN people p ON p.id = i.person_id',
    name: 'p.name',
    idNumber: 'p.id_number',
  },
  fields: {
    ...PERSON_FIELDS,
    'insured.employer': employer('单位名称', 'coalesce(i.employer_text, e.name)'),
    'insured.employerCode': employer('信用代码', 'e.credit_code'),
    'insured.place': { label: '参保地', kind: 'region', sql: 'i.county', part: 'long' },
    'insured.year': { label: '年度', kind: 'number', sql: 'i.year' },
    'insured.fromMonth': { label: '起始月', kind: 'month', sql: month('m.value') },
    'insured.toMonth': { label: '终止月', kind: 'month', sql: month(END) },
  },
  touched: {
    insured_years: `SELECT l.row_id FROM entries l WHERE l.tbl = 'insured_years'`,
    employers: `SELECT i.id FROM entries l JOIN insured_years i ON i.employer_id = l.row_id WHERE l.tbl = 'employers'`,
    ...touchedByPerson((personIds) => `SELECT i.id FROM insured_years i WHERE i.person_id IN (${personIds})`),
  },
}
