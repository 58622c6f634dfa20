/** Icons that come with what shows them: path data on a 24 px grid, stroked, for `Icon`. */
export const icons = {
  alert: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  archive: 'M4 5h16v4H4zM5.5 9v10h13V9M10 12.5h4',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 8h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM4 16V6a3 3 0 0 1 3-3h9',
  down: 'M12 5v14M6 13l6 6 6-6',
  family:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18.5 14.4a6.5 6.5 0 0 1 3 5.6',
  history: 'M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4 9.3M4 4.5v4.8h4.8M12 8v4.2l2.8 1.8',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.8v.1',
  moveTo: 'M4 12h13M12 6.5l5.5 5.5-5.5 5.5M20.5 5v14',
  pencil: 'M14.5 5.5l4 4M4 20l1-4.5L16 4.5a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21a7.5 7.5 0 0 1 15 0',
  pin: 'M9 4h6l-1 6 3.5 3v2h-11v-2L10 10zM12 15v5.5',
  repeat: 'M17 3l3.5 3.5L17 10M20 6.5H8a4 4 0 0 0-4 4v1M7 21l-3.5-3.5L7 14M4 17.5h12a4 4 0 0 0 4-4v-1',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  share: 'M12 15V3.5M7.5 7.5L12 3l4.5 4.5M5 12v7a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-7',
  sliders: 'M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h10M18 17h2M16 15v4',
  template: 'M6 3h12a2 2 0 0 1 2 2v16l-4-3-4 3-4-3-4 3V5a2 2 0 0 1 2-2zM8 8h8M8 12h5',
  trash: 'M4 7h16M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5',
  up: 'M12 19V5M6 11l6-6 6 6',
} as const;
