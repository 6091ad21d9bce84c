/** The sentences of notifications, in English. */
export const ENGLISH = {
  NOTIFY__DEVICE__LABEL: 'On this device',
  NOTIFY__SOUND__LABEL: 'Sound',
  NOTIFY__ALERT__LABEL: 'Browser notifications',
  NOTIFY__ALERT__TEXT: 'While you look at another window.',
  NOTIFY__DENIED__TEXT: 'Your browser’s settings block them for this site.',
  NOTIFY__UNKNOWN__TEXT: 'This browser has none.',
  NOTIFY__QUIET__LABEL: 'Do not disturb',
  NOTIFY__QUIET__TEXT: 'Nothing rings until {time}, on any of your devices.',
  NOTIFY__LOUD__TEXT: 'For a while messages arrive without a ring.',
  NOTIFY__HOUR__ACTION: '1 hour',
  NOTIFY__EVENING__ACTION: '8 hours',
  NOTIFY__TOMORROW__ACTION: 'Until {time} tomorrow',
  NOTIFY__END__ACTION: 'Ring again',
  NOTIFY__FAILED__TEXT: 'That did not work. Try again.',
  NOTIFY__FILE__TEXT: 'Sent a file',
};
