package org.icws.testbench.messages;

import java.util.List;

/** What can be done with messages beyond their page. */
public interface MessageDeeds {

    /** A way to write messages to a file; it asks for the file. */
    record Export(String words, Runnable deed) {}

    /** The ways there are to write messages to files. */
    default List<Export> exports() {
        return List.of();
    }

    /** Opens the page where a message can be written. */
    void compose();

    /** Opens the proof of a message. */
    void proof(MessageRow row);

    /** Opens the composer with the message's content. */
    void sendAgain(MessageRow row);

    /** Why a message cannot be sent again, in a few words; null if it can. */
    String whyNotAgain(MessageRow row);

    /** Asks for a file and writes the content of a message into it. */
    void exportContent(MessageRow row);

    /** Asks before all messages but the pinned ones are taken away. */
    void clear();

    /** Why nothing can be cleared; null if something can. */
    default String whyNotClear() {
        return null;
    }
}
