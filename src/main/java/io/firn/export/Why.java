package io.firn.export;

/** Why a window is next. */
public enum Why {
  /** Its events expire before those of all other groups, and soon. */
  EXPIRES,
  /** History and rechecks have had less than their share of the slot. */
  SHARE,
  /** It is new, and its group lags most. */
  NEW,
  /** The slot is idle otherwise. */
  IDLE
}
