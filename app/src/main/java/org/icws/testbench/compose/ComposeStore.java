package org.icws.testbench.compose;

import java.util.List;

/** Keeps saved messages and the history from one run to the next. Never throws. */
public interface ComposeStore {

    /**
     * What was kept.
     *
     * @param problem why something could not be read, in a sentence; empty if all could
     */
    record Kept(List<SavedMessage> saved, List<SentMessage> history, String problem) {}

    /** Keeps nothing. */
    ComposeStore NONE = new ComposeStore() {
        @Override
        public Kept load() {
            return new Kept(List.of(), List.of(), "");
        }

        @Override
        public void save(List<SavedMessage> saved, List<SentMessage> history) {
            // nothing is kept
        }
    };

    /** What was kept by the run before. */
    Kept load();

    /** Keeps these soon, in the background. */
    void save(List<SavedMessage> saved, List<SentMessage> history);
}
