package org.icws.testbench.shell;

import java.util.function.Supplier;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.overview.Health;

/** What leads from one page to another. FX thread only. */
final class PageLinks implements MessagesPart.Window {

    private final ShellViewModel shell;
    private final Supplier<WindowParts> parts;
    private final Supplier<ShellView> view;

    /**
     * @param parts the pages' parts, once they are there
     * @param view the window's content; null before it is made
     */
    PageLinks(ShellViewModel shell, Supplier<WindowParts> parts, Supplier<ShellView> view) {
        this.shell = shell;
        this.parts = parts;
        this.view = view;
    }

    @Override
    public void go(ViewId id) {
        if (shell.unavailable(id) == null) {
            shell.viewProperty().set(id);
        }
    }

    @Override
    public boolean shows(ViewId id) {
        return shell.viewProperty().get() == id;
    }

    void openMessage(long eventSequence) {
        go(ViewId.MESSAGES);
        parts.get().messages().select(eventSequence);
    }

    @Override
    public void openProof(MessageRow row) {
        go(ViewId.SIGNATURES);
        parts.get().signatures().choose(row);
    }

    void openProof(long eventSequence) {
        parts.get().messages().find(eventSequence).ifPresent(this::openProof);
    }

    void filterMessages(String expression) {
        parts.get().messages().serviceHiddenProperty().set(false);
        parts.get().messages().filterProperty().set(expression);
        go(ViewId.MESSAGES);
    }

    void openFinding(Health.Target target) {
        switch (target) {
            case FAILED -> {
                go(ViewId.SIGNATURES);
                parts.get().signatures().nextFinding();
            }
            case GAPS -> filterMessages("~gap");
            case UNCHECKED -> filterMessages("~verdict unchecked");
            case CALLS -> filterMessages("~call err | ~call rejected | ~call failed");
            case CONNECTIONS -> go(ViewId.CONNECTIONS);
            case QUEUES -> go(ViewId.QUEUES);
            case POLLS -> go(ViewId.LATENCY);
            case NONE -> {}
        }
    }

    @Override
    public void sendAgain(MessageRow row) {
        parts.get().compose().model().writeAgain(row.clientKey(), row.canisterId(), row.content());
        go(ViewId.COMPOSE);
        view.get()
                .toasts()
                .show(
                        "ok",
                        "The content of message " + row.index()
                                + ". Its number, time and signature are made anew when it is sent.");
    }

    @Override
    public String whyNotAgain(MessageRow row) {
        if (row.direction() != MessageRow.Direction.UP) {
            return "it came from the canister";
        }
        return row.service() || row.content() == null ? "it is a message of the protocol" : null;
    }

    @Override
    public void exportContent(MessageRow row) {
        parts.get().sessions().exportContent(row);
    }

    @Override
    public void confirm(String title, String words, String verb, String keepVerb, Runnable deed) {
        view.get().confirm(title, words, verb, keepVerb, deed);
    }
}
