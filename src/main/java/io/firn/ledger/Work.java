package io.firn.ledger;

/**
 * What became of one object's bytes.
 *
 * @param parser the parser's name
 * @param bytesIn inflated bytes
 */
public record Work(String parser, long events, long badRecords, long rescued, long bytesIn) {}
