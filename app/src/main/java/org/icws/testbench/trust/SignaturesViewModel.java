package org.icws.testbench.trust;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.RootKeySource;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.latency.Samples;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;

/** The newest proofs, the chosen one with what it was made from, and one sentence about all. FX thread only. */
public final class SignaturesViewModel {

    /** Which proofs are listed. */
    public enum Scope {
        ALL("All", row -> true),
        FAILED("Failed", row -> row.verdict() == Verdict.FAILED || row.verdict() == null),
        UNCHECKED("Not checked", row -> row.verdict() == Verdict.NOT_CHECKED);

        private final String words;
        private final Predicate<MessageRow> holds;

        Scope(String words, Predicate<MessageRow> holds) {
            this.words = words;
            this.holds = holds;
        }

        public String words() {
            return words;
        }
    }

    /** One sentence about all proofs; the tone is "ok", "warn", "fail" or "". */
    public record Summary(String tone, String verdict, String facts) {}

    /** What the verdicts rest on. */
    public record Root(String origin, String keyHex, String note, boolean local) {

        static final Root NONE = new Root("", "", "", false);
    }

    /** So many newer proofs are counted; of more it is only said that there are more. */
    static final int MOST_NEWER = ProofList.MOST_NEWER;

    private static final int MOST_SAMPLED = 40;
    private static final long REFRESH_NANOS = 500_000_000L;

    private final MessagesViewModel messages;
    private final Executor background;
    private final Executor fxThread;
    private final ObservableList<MessageRow> listed = FXCollections.observableArrayList();
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(this, "scope", Scope.ALL);
    private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
    private final ObjectProperty<MessageRow> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ReadOnlyObjectWrapper<Proof> proof = new ReadOnlyObjectWrapper<>(this, "proof");
    private final ReadOnlyStringWrapper proofNote = new ReadOnlyStringWrapper(this, "proofNote", "");
    private final ReadOnlyObjectWrapper<Evidence> evidence =
            new ReadOnlyObjectWrapper<>(this, "evidence", Evidence.none(""));
    private final ReadOnlyObjectWrapper<Summary> summary = new ReadOnlyObjectWrapper<>(
            this, "summary", new Summary("", "No message yet", "Every proof is listed here."));
    private final ReadOnlyObjectWrapper<Root> root = new ReadOnlyObjectWrapper<>(this, "root", Root.NONE);
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
    private final ReadOnlyBooleanWrapper renewing = new ReadOnlyBooleanWrapper(this, "renewing");
    private final ReadOnlyIntegerWrapper newer = new ReadOnlyIntegerWrapper(this, "newer");
    private final ProofList proofs = new ProofList();
    private final Samples signatures = new Samples(2_000);
    private GatewaySnapshot snapshot;
    private long refreshedAt;
    private boolean seen = true;

    /**
     * @param background where proofs are made anew
     * @param fxThread where their results are shown
     */
    public SignaturesViewModel(MessagesViewModel messages, Executor background, Executor fxThread) {
        this.messages = messages;
        this.background = background;
        this.fxThread = fxThread;
        scope.addListener((o, old, now) -> {
            proofs.only(now.holds);
            list();
        });
        following.addListener((o, old, now) -> {
            if (now) {
                list();
            }
        });
        chosen.addListener((o, old, now) -> look(now));
    }

    /** Forgets an earlier network. */
    public void clear() {
        listed.clear();
        chosen.set(null);
        following.set(true);
        total.set(0);
        proofs.clear();
    }

    /** Takes over a frame; the messages' view model must have had it before. */
    public void onFrame(Frame frame) {
        snapshot = frame.snapshot();
        sample(frame);
        if (frame.nowNanos() - refreshedAt < REFRESH_NANOS) {
            return;
        }
        refreshedAt = frame.nowNanos();
        listNewer();
        newer.set(following.get() ? 0 : proofs.countNewer(messages.rows()));
        summary.set(summarise(frame));
        root.set(rootOf(frame.snapshot()));
    }

    /** Whether somebody looks at the proofs. If nobody does, the list is not brought up to date with every frame. */
    public void setSeen(boolean now) {
        seen = now;
        listNewer();
    }

    private void listNewer() {
        if (seen && following.get() && !proofs.isCurrent(messages.rows())) {
            list();
        }
    }

    private void sample(Frame frame) {
        int left = MOST_SAMPLED;
        for (GatewayEvent event : frame.events()) {
            if (event instanceof GatewayEvent.CanisterMessage m && left-- > 0) {
                m.proof()
                        .step(Proof.SIGNATURE)
                        .filter(step -> step.durationNanos() > 0)
                        .ifPresent(step -> signatures.add(frame.nowNanos(), step.durationNanos()));
            }
        }
    }

    /** Brings the list up to date. */
    public void list() {
        List<MessageRow> fresh = proofs.renew(messages.rows());
        renewing.set(true);
        listed.setAll(fresh);
        if (following.get() && !fresh.isEmpty()) {
            chosen.set(fresh.get(0));
        }
        renewing.set(false);
        newer.set(0);
    }

    private static String others(long verified) {
        if (verified == 0) {
            return "None is verified.";
        }
        return verified == 1 ? "The other one is verified." : "The other " + Format.count(verified) + " are verified.";
    }

    private Summary summarise(Frame frame) {
        Counters c = frame.snapshot().counters();
        long all = c.verified() + c.failed() + c.unverified();
        total.set(all);
        if (all == 0) {
            return new Summary("", "No message yet", "Every proof is listed here.");
        }
        if (c.failed() > 0) {
            String others = c.unverified() > 0
                    ? Format.count(c.unverified()) + (c.unverified() == 1 ? " was" : " were") + " not checked."
                    : others(c.verified());
            return new Summary("fail", Format.count(c.failed(), "message") + " failed verification", "  " + others);
        }
        if (c.unverified() > 0) {
            return new Summary(
                    "warn",
                    Format.count(c.unverified(), "message") + " not checked",
                    "of " + Format.count(all) + ": more arrive than can be proved, or nobody looked.");
        }
        Samples.Stats slow = signatures.since(Long.MIN_VALUE);
        String slowest =
                slow.enough() ? " Slowest step: BLS signature, p95 " + Format.millis(slow.p95Nanos()) + " ms." : "";
        return new Summary(
                "ok",
                "All " + Format.count(all, "message") + " verified",
                "with the root key " + origin(frame.snapshot().rootKeySource()) + "." + slowest);
    }

    private static String origin(RootKeySource source) {
        return switch (source) {
            case BUILT_IN -> "of mainnet, built in";
            case FETCHED -> "that the network told";
            case CONFIGURED -> "of the embedded replica";
        };
    }

    private static Root rootOf(GatewaySnapshot snapshot) {
        return switch (snapshot.rootKeySource()) {
            case BUILT_IN -> new Root("built into this program", snapshot.rootKeyHex(), "The key of mainnet.", false);
            case FETCHED ->
                new Root(
                        "/api/v2/status",
                        snapshot.rootKeyHex(),
                        "Told by the network itself. Never trust it for mainnet.",
                        true);
            case CONFIGURED ->
                new Root(
                        "the embedded replica",
                        snapshot.rootKeyHex(),
                        "Made by this replica at its start. Never trust it for mainnet.",
                        true);
        };
    }

    private void look(MessageRow row) {
        proof.set(row == null ? null : row.proof());
        proofNote.set("");
        evidence.set(row == null ? Evidence.none("") : Evidence.of(row));
    }

    /** Chooses a proof and stops following. */
    public void choose(MessageRow row) {
        following.set(false);
        if (!listed.contains(row)) {
            scope.set(Scope.ALL);
            list(); // it may be newer than the list
            if (!listed.contains(row)) {
                listed.add(row);
            }
        }
        chosen.set(row);
    }

    /** Chooses the next older failed proof, from the chosen one round the end; returns whether there is one. */
    public boolean nextFinding() {
        List<MessageRow> rows = messages.rows();
        int start = chosen.get() == null ? rows.size() : rows.indexOf(chosen.get());
        for (int i = 1; i <= rows.size(); i++) {
            MessageRow row = rows.get(Math.floorMod(start - i, rows.size()));
            if (Scope.FAILED.holds.test(row)) {
                choose(row);
                return true;
            }
        }
        return false;
    }

    /** Makes the chosen proof anew from its bytes, in the background. */
    public void verifyAgain() {
        MessageRow row = chosen.get();
        if (row == null || snapshot == null) {
            return;
        }
        following.set(false);
        proofNote.set("checking…");
        String rootKey = snapshot.rootKeyHex();
        String gateway = String.valueOf(snapshot.gateway());
        String protocol = snapshot.pollers().stream()
                .filter(p -> p.canister().equals(row.canisterId()))
                .map(org.icws.gateway.PollerSnapshot::protocol)
                .findFirst()
                .orElse("");
        CompletableFuture.supplyAsync(() -> Recheck.of(row, rootKey, gateway, protocol), background)
                .whenCompleteAsync((fresh, failure) -> show(row, fresh, failure), fxThread);
    }

    private void show(MessageRow row, Proof fresh, Throwable failure) {
        if (chosen.get() != row) {
            return;
        }
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            proofNote.set(cause.getMessage());
        } else {
            proof.set(fresh);
            proofNote.set("made anew from the bytes, nothing remembered, as of its arrival");
        }
    }

    /** The words above the steps: {@code Verified in 2.8 ms}, {@code Rejected at step 6 of 8}. */
    static String headline(Proof proof) {
        List<ProofStep> steps = proof.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).verdict() == Verdict.FAILED) {
                return "Failed at step " + (i + 1) + " of " + steps.size();
            }
        }
        if (proof.verdict() == Verdict.NOT_CHECKED) {
            return "Not checked";
        }
        long nanos = steps.stream().mapToLong(ProofStep::durationNanos).sum();
        return "Verified in " + Format.millis(nanos) + " ms";
    }

    /** The newest proofs that fit, newest first. */
    public ObservableList<MessageRow> listed() {
        return listed;
    }

    public ObjectProperty<Scope> scopeProperty() {
        return scope;
    }

    /** Whether the newest proof is always the chosen one. */
    public BooleanProperty followingProperty() {
        return following;
    }

    public ObjectProperty<MessageRow> chosenProperty() {
        return chosen;
    }

    public ReadOnlyObjectProperty<Proof> proofProperty() {
        return proof.getReadOnlyProperty();
    }

    /** What is to be said about the proof shown, such as that it was made anew. */
    public ReadOnlyStringProperty proofNoteProperty() {
        return proofNote.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Evidence> evidenceProperty() {
        return evidence.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Summary> summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Root> rootProperty() {
        return root.getReadOnlyProperty();
    }

    /** Whether the list is being put together anew: what a control makes of its selection meanwhile, nobody wants. */
    ReadOnlyBooleanProperty renewingProperty() {
        return renewing.getReadOnlyProperty();
    }

    /** While the list stands still: how many proofs have come since that belong in it, at most {@link #MOST_NEWER}. */
    public ReadOnlyIntegerProperty newerProperty() {
        return newer.getReadOnlyProperty();
    }

    /** How many messages have a verdict. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }
}
