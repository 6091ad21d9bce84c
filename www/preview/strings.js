/** The sentences of previews, in English. */
export const ENGLISH = {
  PREVIEW__REFUSED__TEXT: 'The preview was not removed. Try again.',
};
