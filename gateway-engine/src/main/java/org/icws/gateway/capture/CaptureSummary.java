package org.icws.gateway.capture;

/**
 * What a capture file held.
 *
 * @param header its first line
 * @param events events read
 * @param lost events that were never written, because they came faster than they could be
 * @param unknown lines of kinds this program does not know, which were skipped
 * @param complete false if the file ends before its end line: the program that wrote it was stopped hard, still runs, or the
 *     file was cut off
 */
public record CaptureSummary(CaptureHeader header, long events, long lost, long unknown, boolean complete) {}
