package io.runnel.top;

/**
 * One stream.
 *
 * @param recordsPerSecond appended lately; NaN if that is not known yet
 * @param nextSeqNum unsigned 64-bit
 */
record StreamRow(String name, double recordsPerSecond, long nextSeqNum, String trend) {}
