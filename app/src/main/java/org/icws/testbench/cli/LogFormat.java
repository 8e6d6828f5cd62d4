package org.icws.testbench.cli;

/** How log lines look. */
enum LogFormat {
    /** For people. */
    text,
    /** One JSON object per line, for programs. */
    json
}
