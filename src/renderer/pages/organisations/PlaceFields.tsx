import { Form, Input } from 'antd'
import { RegionSelect } from '../../components/RegionSelect.tsx'

/** What schools and stations have in common. */
export function PlaceFields({ nameLabel }: { nameLabel: string }) {
  return (
    <>
      <Form.Item label={nameLabel} name="name" rules={[{ required: true, message: `请填写${nameLabel}` }]}>
        <Input maxLength={120} />
      </Form.Item>
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

export type PlaceValues = {
  name: string
  county?: string | null
  contact?: string | null
  phone?: string | null
}

export function placeOf(id: string | undefined, fields: PlaceValues) {
  return {
    ...(id ? { id } : {}),
    name: fields.name.trim(),
    county: fields.county ?? null,
    contact: fields.contact?.trim() || null,
    phone: fields.phone?.trim() || null,
  }
}
