package io.firn.maintain;

/**
 * What metadata says of a data file.
 *
 * @param sequence tells the commits apart that added files
 * @param sorted whether its rows are in the order that is wanted
 * @param patched whether rows of it were deleted since, which readers have to look up elsewhere
 */
record FileFacts(long bytes, long sequence, boolean sorted, boolean patched) {}
