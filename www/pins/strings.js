/** The sentences of pins, in English. */
export const ENGLISH = {
  PIN__BAR__LABEL: 'Pinned message',
  PIN__PLACE__LABEL: 'Pinned message {place} of {count}',
  PIN__LIST__LABEL: 'Pinned messages',
  PIN__ALL__LABEL: 'All pinned messages',
  PIN__HIDE__LABEL: 'Hide pinned messages',
  PIN__UNPIN__LABEL: 'Unpin',
  PIN__BY__TEXT: 'Pinned by {name}, {time}',
  PIN__NONE__TEXT: 'Nothing is pinned here.',
  PIN__FAILED__TEXT: 'The pins didn’t load.',
  PIN__REFUSED__TEXT: 'This was not saved. Try again.',
  PIN__MOST__TEXT: 'A conversation has at most 50 pinned messages. Unpin one first.',
};
