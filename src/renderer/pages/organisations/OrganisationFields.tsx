import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { RegionSelect } from '../../components/RegionSelect.tsx'

/** What is typed for an employer and for an agent alike. */
export type OrganisationValues<K extends string> = {
  name: string
  creditCode?: string
  kind?: K
  county?: string | null
  contact?: string
  phone?: string
}

type Stored<K extends string> = {
  name: string
  creditCode: string | null
  kind: K | null
  county: string | null
  contact: string | null
  phone: string | null
}

/** A record as the form shows it: what is unknown is an empty field. */
export function shownOf<K extends string>(row: Stored<K>): OrganisationValues<K> {
  return {
    name: row.name,
    county: row.county,
    ...(row.creditCode ? { creditCode: row.creditCode } : {}),
    ...(row.kind ? { kind: row.kind } : {}),
    ...(row.contact ? { contact: row.contact } : {}),
    ...(row.phone ? { phone: row.phone } : {}),
  }
}

/** The form as it is stored: an empty field is unknown. */
export function storedOf<K extends string>(id: string | undefined, fields: OrganisationValues<K>) {
  return {
    ...(id ? { id } : {}),
    name: fields.name.trim(),
    creditCode: fields.creditCode?.trim() || null,
    kind: fields.kind ?? null,
    county: fields.county ?? null,
    contact: fields.contact?.trim() || null,
    phone: fields.phone?.trim() || null,
  }
}

/** The fields themselves; `besideKind` stands beside the kind. */
export function OrganisationFields({
  nameLabel,
  kinds,
  fresh,
  besideKind,
}: {
  nameLabel: string
  kinds: { value: string; label: string }[]
  /** a record that is being begun, whose name is typed first */
  fresh: boolean
  besideKind?: ReactNode
}) {
  const kind = (
    <Form.Item label="类型" name="kind">
      <Select allowClear placeholder="未知" options={kinds} />
    </Form.Item>
  )
  return (
    <>
      <Form.Item label={nameLabel} name="name" rules={[{ required: true, message: `请填写${nameLabel}` }]}>
        <Input maxLength={120} autoFocus={fresh} />
      </Form.Item>
      <Form.Item label="统一社会信用代码" name="creditCode">
        <Input maxLength={18} placeholder="18 位；不知道就留空" />
      </Form.Item>
      {besideKind ? (
        <div className="two">
          {kind}
          {besideKind}
        </div>
      ) : (
        kind
      )}
      <Form.Item label="所在县（区）" name="county">
        <RegionSelect />
      </Form.Item>
      <div className="two">
        <Form.Item label="联系人" name="contact">
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item label="电话" name="phone">
          <Input maxLength={30} />
        </Form.Item>
      </div>
    </>
  )
}
