/** The drawings, 24 by 24, as strokes. */
const drawings = {
  home: 'M4 11.2 12 4l8 7.2V20a.8.8 0 0 1-.8.8H15v-5.3h-6v5.3H4.8A.8.8 0 0 1 4 20z',
  bell: 'M6.2 10.4a5.8 5.8 0 0 1 11.6 0c0 5 2.1 6.1 2.1 6.9H4.1c0-.8 2.1-1.9 2.1-6.9zM9.8 20.2a2.4 2.4 0 0 0 4.4 0',
  search: 'M10.8 4a6.8 6.8 0 1 1 0 13.6 6.8 6.8 0 0 1 0-13.6zM16 16l4.6 4.6',
  mail: 'M4.6 5.4h14.8a1.2 1.2 0 0 1 1.2 1.2v10.8a1.2 1.2 0 0 1-1.2 1.2H4.6a1.2 1.2 0 0 1-1.2-1.2V6.6a1.2 1.2 0 0 1 1.2-1.2zM3.8 7.2 12 13l8.2-5.8',
  user: 'M12 4.2a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 0 1 0-7.8zM4.6 20.4c.4-4 3.4-6.1 7.4-6.1s7 2.1 7.4 6.1',
  chart: 'M4.5 20V12.5M9.5 20V5M14.5 20v-9.5M19.5 20V8',
  pen: 'M4 20l1-4.4L16.4 4.2a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.4L8.4 19zM14.4 6.2l3.4 3.4',
  reply:
    'M4 11.4C4 7.4 7.6 4.6 12 4.6s8 2.8 8 6.8-3.6 6.8-8 6.8c-.9 0-1.7-.1-2.5-.3L5 20.2l.9-3.9A6.2 6.2 0 0 1 4 11.4z',
  repost:
    'M4.5 12V9.8a2.6 2.6 0 0 1 2.6-2.6H18M14.8 4 18 7.2l-3.2 3.2M19.5 12v2.2a2.6 2.6 0 0 1-2.6 2.6H6M9.2 20 6 16.8l3.2-3.2',
  heart: 'M12 20S4 15.4 4 9.6a4.3 4.3 0 0 1 8-2.2 4.3 4.3 0 0 1 8 2.2C20 15.4 12 20 12 20z',
  share: 'M12 15V4.2M8 8l4-4 4 4M5 12.5v6a1.3 1.3 0 0 0 1.3 1.3h11.4a1.3 1.3 0 0 0 1.3-1.3v-6',
  back: 'M19.5 12h-15M11 5.5 4.5 12l6.5 6.5',
  close: 'M6 6l12 12M18 6 6 18',
  ember:
    'M12 3.4c.6 3.2 5.4 5.2 5.4 10.2a5.4 5.4 0 0 1-10.8 0c0-2 .9-3.4 2-4.6.3 1.2.9 1.9 1.7 2.3-.2-3 .4-5.7 1.7-7.9z',
  alert: 'M12 4 2.9 19.6h18.2zM12 10v4.4M12 17v.1',
  send: 'M20.4 3.6 3.8 10l7 3.2 3.2 7zM20.4 3.6 10.8 13.2',
  camera:
    'M4.8 7.6h2.9l1.5-2.4h5.6l1.5 2.4h2.9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4.8a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM12 9.9a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6z',
  calendar: 'M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 10.4h16M8.4 3.6V7M15.6 3.6V7',
  leave: 'M10 4.4H5.6A1.2 1.2 0 0 0 4.4 5.6v12.8a1.2 1.2 0 0 0 1.2 1.2H10M15.4 7.6 20 12l-4.6 4.4M20 12H9.6',
  more: 'M5.5 12v.01M12 12v.01M18.5 12v.01',
  info: 'M12 3.6a8.4 8.4 0 1 1 0 16.8 8.4 8.4 0 0 1 0-16.8zM12 11v5.4M12 7.8v.1',
} as const

/** The name of a drawing. */
export type IconName = keyof typeof drawings

/** All drawings, once, for the icons to use; it shows nothing itself. */
export function IconSprite() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="unseen">
      {Object.entries(drawings).map(([name, path]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  )
}

/** A drawing beside words, or in a control that has a name: screen readers pass over it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" aria-hidden="true" focusable="false">
      <use href={`#icon-${name}`} />
    </svg>
  )
}
