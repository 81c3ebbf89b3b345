import { type ThemeConfig, theme } from 'antd'
import type { Mode } from './outcome-colours.ts'

/** Page ground of each mode; tags drawn as outlines stand on it. */
export const PAGE_GROUND: Readonly<Record<Mode, string>> = { light: '#ffffff', dark: '#1b1d21' }

export const FONT =
  '"Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "HarmonyOS Sans SC", system-ui, sans-serif'

/** Dense and calm: 13 px text, 30 px controls, square-ish corners, no movement worth waiting for. */
export function themeOf(mode: Mode): ThemeConfig {
  const light = mode === 'light'
  return {
    algorithm: light ? theme.defaultAlgorithm : theme.darkAlgorithm,
    token: {
      fontFamily: FONT,
      fontSize: 13,
      controlHeight: 30,
      controlHeightSM: 24,
      borderRadius: 4,
      colorPrimary: light ? '#1f57a6' : '#3a74c8',
      // White on it must stay readable, so the dark theme's hover grows darker, not lighter.
      ...(light ? {} : { colorPrimaryHover: '#3069bb', colorPrimaryActive: '#285aa3' }),
      colorLink: light ? '#1f57a6' : '#7fb2f5',
      colorError: light ? '#c0281f' : '#ff7a70',
      colorTextSecondary: light ? '#4d545e' : '#b6bdc7',
      colorTextTertiary: light ? '#626a75' : '#a0a8b3',
      colorTextPlaceholder: light ? '#6b7380' : '#98a1ad',
      colorBgLayout: light ? '#f3f5f8' : '#141518',
      colorBgContainer: PAGE_GROUND[mode],
      colorBgElevated: light ? '#ffffff' : '#24272c',
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.15s',
      wireframe: false,
    },
    components: {
      Tabs: {
        ...(light ? {} : { itemSelectedColor: '#7fb2f5', itemHoverColor: '#9cc4f8', inkBarColor: '#7fb2f5' }),
        horizontalItemPadding: '8px 2px',
        horizontalItemGutter: 22,
        horizontalMargin: '0',
      },
      Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 3px' },
      Descriptions: { itemPaddingBottom: 4 },
      Progress: { defaultColor: light ? '#1f57a6' : '#5b97e6' },
      Card: { bodyPadding: 14, headerHeight: 38, headerPadding: 14 },
    },
  }
}
