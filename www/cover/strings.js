/** The sentences of covers, in English. */
export const COVER = {
  COVER__CHOOSE__ACTION: 'Choose picture',
  COVER__REPLACE__ACTION: 'Replace picture',
  COVER__REMOVE__ACTION: 'Remove picture',
  COVER__CANCEL__ACTION: 'Cancel',
  COVER__PROGRESS__LABEL: 'Uploading',
  COVER__REFUSED__TEXT: 'This file cannot be shown as a picture.',
  COVER__LARGE__TEXT: 'This picture is too large.',
  COVER__FAILED__TEXT: 'The picture was not changed. Please try again.',
};
